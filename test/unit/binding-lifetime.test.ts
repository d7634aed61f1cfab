import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { addonPath, MODEL_PATH, PRELUDE, runNode } from './engine-support.js';

process.env.POSTHASTE_TEST_ADDON = addonPath;
process.env.POSTHASTE_TEST_MODEL = MODEL_PATH;

/** Keeps every lane busy for seconds. */
const BUSY = `
const engine = open();
const job = engine.createJob(jobSpec);
const running = Array.from({ length: 40 }, (_, i) => engine.processChunk(job, i % 2, chunk, START));
`;

describe('processes that end', () => {
  test('an idle engine that nobody closed does not keep the process alive', async () => {
    const ended = await runNode(`
      const engine = open();
      engine.processChunk(engine.createJob(jobSpec), 0, chunk, START).then((r) => console.log(r.rows));
    `);
    expect(ended).toEqual({ code: 0, signal: null, output: '20000\n' });
  });

  test('work in flight keeps the process alive until it is done', async () => {
    const ended = await runNode(`
      const engine = open();
      engine.parseBatch(Buffer.from('12 Main St'), Uint32Array.of(0, 10), '').then((p) => {
        console.log(p.first.length);
        return engine.close();
      }).then(() => console.log('closed'));
    `);
    expect(ended).toEqual({ code: 0, signal: null, output: '2\nclosed\n' });
  });

  test.each([0, 1, 20, 60])('process.exit in mid-work, after %i ms', async (delay) => {
    const started = Date.now();
    const ended = await runNode(`${BUSY} setTimeout(() => process.exit(7), ${delay});`);
    expect(ended).toEqual({ code: 7, signal: null, output: '' });
    expect(Date.now() - started).toBeLessThan(30_000);
  });

  test('an exception in mid-work ends the process as usual', async () => {
    const ended = await runNode(`${BUSY} setTimeout(() => { throw new Error('boom'); }, 10);`);
    expect(ended.code).toBe(1);
    expect(ended.signal).toBeNull();
    expect(ended.output).toContain('boom');
  });
});

describe('worker threads', () => {
  const worker = (code: string) => new Worker(PRELUDE + code, { eval: true });

  test('terminated in mid-work, again and again', async () => {
    for (let i = 0; i < 6; i++) {
      const busy = worker(`${BUSY} require('worker_threads').parentPort.postMessage('busy');`);
      await new Promise((resolve, reject) => busy.once('message', resolve).once('error', reject));
      await new Promise((resolve) => setTimeout(resolve, i * 7));
      await busy.terminate();
    }
  });

  test('several at a time, each with an engine of its own', async () => {
    const rows = await Promise.all(
      [0, 1].map(
        () =>
          new Promise((resolve, reject) => {
            worker(`
              const engine = open();
              engine.processChunk(engine.createJob(jobSpec), 0, chunk, START)
                .then((result) => require('worker_threads').parentPort.postMessage(result.rows));
            `)
              .once('message', resolve)
              .once('error', reject);
          }),
      ),
    );
    expect(rows).toEqual([20000, 20000]);
  });

  test('a main thread that exits while a worker works', async () => {
    const ended = await runNode(`
      const { Worker } = require('worker_threads');
      const worker = new Worker(${JSON.stringify(`${PRELUDE}${BUSY}`)} + 'require("worker_threads").parentPort.postMessage(1)', { eval: true });
      worker.on('message', () => process.exit(3));
    `);
    expect(ended).toEqual({ code: 3, signal: null, output: '' });
  });
});
