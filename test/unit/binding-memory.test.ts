import { expect, test } from 'vitest';
import { runNode } from './engine-support.js';

/** 20 KB each, so that memory that is lost shows: 200 MB in 10,000 chunks. Few addresses, so that it is quick. */
const MIB = 2 ** 20;

const measure = (chunks: number, afterEach: string) => `
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
  await run(20_000);
  next = 0;
  const before = await rss();
  await run(${chunks});
  process.stdout.write(JSON.stringify({ grown: (await rss()) - before, settled }));
  await engine.close();
})();
`;

const withGc = (code: string) => `require('v8').setFlagsFromString('--expose-gc');
global.gc = require('vm').runInNewContext('gc');
${code}`;

// How much waits for the collector at once is its choice, and the allocator keeps that much for good: so the bound
// of the second case is wide, and the chunks are many.
test.each([
  { chunks: 10_000, how: 'released', afterEach: 'result.release();', most: 48 * MIB },
  { chunks: 40_000, how: 'left to the garbage collector', afterEach: '', most: 300 * MIB },
])(
  '$chunks chunks do not grow the process: $how',
  async ({ chunks, afterEach, most }) => {
    const ended = await runNode(withGc(measure(chunks, afterEach)));
    expect(ended).toMatchObject({ code: 0, signal: null });
    const { grown, settled } = JSON.parse(ended.output) as { grown: number; settled: number };
    expect(settled).toBeGreaterThan(chunks);
    expect(grown).toBeLessThan(most);
  },
  600_000,
);
