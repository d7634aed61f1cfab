import { expect, test } from 'vitest';
import { runNode } from './engine-support.js';

/** 10,000 chunks of 20 KB make 200 MB of output: memory that is lost shows. Few addresses, so that it is quick. */
const CHUNKS = 10_000;

const measure = (afterEach: string) => `
const engine = open();
const job = engine.createJob(jobSpec);
const small = Buffer.from(('n'.repeat(5000) + ',12 Main St\\n').repeat(4));
let next = 0;
let settled = 0;
async function lane(lane, count) {
  while (next < count) {
    next++;
    const result = await engine.processChunk(job, lane, small, START);
    settled += result.rows;
    ${afterEach}
  }
}
const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
// What the collector finds is given back in a later turn of the event loop.
const rss = async () => {
  for (let i = 0; i < 3; i++) { global.gc(); await pause(); }
  return process.memoryUsage.rss();
};
(async () => {
  const run = (count) => Promise.all([lane(0, count), lane(0, count), lane(1, count), lane(1, count)]);
  // The heap and the allocator first find the size that they keep.
  await run(2 * ${CHUNKS});
  next = 0;
  const before = await rss();
  await run(${CHUNKS});
  process.stdout.write(JSON.stringify({ grown: (await rss()) - before, settled }));
  await engine.close();
})();
`;

const withGc = (code: string) => `require('v8').setFlagsFromString('--expose-gc');
global.gc = require('vm').runInNewContext('gc');
${code}`;

test.each([
  ['released', 'result.release();'],
  ['left to the garbage collector', ''],
])(
  '10,000 chunks do not grow the process: %s',
  async (_, afterEach) => {
    const ended = await runNode(withGc(measure(afterEach)));
    expect(ended).toMatchObject({ code: 0, signal: null });
    const { grown, settled } = JSON.parse(ended.output) as { grown: number; settled: number };
    expect(settled).toBeGreaterThan(CHUNKS);
    expect(grown).toBeLessThan(48 * 2 ** 20);
  },
  600_000,
);
