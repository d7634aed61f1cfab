import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChunkResult, NativeEngine } from '../../lib/binding/native.js';
import { PosthasteError } from '../../lib/errors.js';
import { binding, csvChunk, engineSpec, jobSpec, START } from './engine-support.js';

let engine: NativeEngine;
beforeAll(() => {
  engine = binding.createEngine(engineSpec());
});
afterAll(() => engine.close());

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

describe('processChunk', () => {
  test('rows, rejects and counts', async () => {
    const chunk = Buffer.concat([csvChunk(100), Buffer.from('only one\n\n7,"damaged \xff"\n', 'latin1')]);
    const job = engine.createJob(jobSpec({ constants: ['x,y'] }));
    const result = await engine.processChunk(job, 1, chunk, { byteOffset: 1000, line: 11 });
    const lines = result.output.toString().split('\n');
    expect(lines).toHaveLength(101);
    expect(lines[5]).toMatch(/^5,"5 Main Street, Apt 5, Austin, TX 78701",.*,"x,y"$/);
    const cells = binding.schemaColumns('libpostal').length;
    expect(lines[5]?.split(',').length).toBeGreaterThanOrEqual(cells + 2);
    expect(result).toMatchObject({ rows: 100, rejected: 2, blank: 1 });
    expect(result.rejects.toString()).toMatch(/^111,\d+,ERR_CSV,.*"only one"\n113,\d+,ERR_ENCODING,/s);
    expect(sum(result.confidenceHistogram)).toBe(100);
    expect(result.confidenceHistogram).toHaveLength(20);
    expect(result.confidenceSum).toBeGreaterThan(0);
    expect(result.labelRows).toHaveLength(20);
    expect(result.labelRows[4]).toBeGreaterThan(90);
    expect(sum(Object.values(result.timings))).toBeGreaterThan(0);
    expect(Object.keys(result.timings).sort()).toEqual(['extract', 'parse', 'wait', 'write']);
    result.release();
  });

  test('an empty chunk', async () => {
    const result = await engine.processChunk(engine.createJob(jobSpec()), 0, new Uint8Array(0), START);
    expect([result.output.length, result.rejects.length, result.rows]).toEqual([0, 0, 0]);
    result.release();
  });

  test('chunks finish on their own promise, whatever the lane', async () => {
    const job = engine.createJob(jobSpec());
    const chunks = Array.from({ length: 60 }, (_, i) => csvChunk(1 + (i % 7) * 50));
    const results = await Promise.all(
      chunks.map((chunk, i) => engine.processChunk(job, i % 2, chunk, START)),
    );
    expect(results.map((result) => result.rows)).toEqual(chunks.map((_, i) => 1 + (i % 7) * 50));
    const again = await engine.processChunk(job, 0, chunks[6] as Buffer, START);
    expect(again.output.equals((results[6] as ChunkResult).output)).toBe(true);
    for (const result of [...results, again]) result.release();
  });

  test('release empties the buffers, and may be called twice', async () => {
    const job = engine.createJob(jobSpec());
    const { output, rejects, release } = await engine.processChunk(job, 0, csvChunk(50), START);
    expect(output.length).toBeGreaterThan(1000);
    release();
    expect([output.length, rejects.length, output.buffer.byteLength]).toEqual([0, 0, 0]);
    release();
    // The memory went to another chunk; what is released again is not that one's.
    const next = await engine.processChunk(job, 0, csvChunk(50), START);
    const before = next.output.toString();
    release();
    expect(next.output.toString()).toBe(before);
    next.release();
  });

  test('a part of a larger buffer', async () => {
    const whole = csvChunk(30);
    const cut = whole.indexOf('\n') + 1;
    const result = await engine.processChunk(engine.createJob(jobSpec()), 0, whole.subarray(cut), START);
    expect(result.rows).toBe(29);
    result.release();
  });
});

describe('closing', () => {
  test('waits for what is in flight and refuses what comes after', async () => {
    const own = binding.createEngine(engineSpec());
    const job = own.createJob(jobSpec());
    const running = [0, 1, 0, 1, 0].map((lane) => own.processChunk(job, lane, csvChunk(2000), START));
    const closing = [own.close(), own.close()];
    await expect(own.processChunk(job, 0, csvChunk(1), START)).rejects.toMatchObject({ code: 'ERR_CLOSED' });
    await expect(own.parseBatch(Buffer.from('x'), Uint32Array.of(0, 1), '')).rejects.toBeInstanceOf(
      PosthasteError,
    );
    for (const result of await Promise.all(running)) expect(result.rows).toBe(2000);
    await Promise.all(closing);
    expect(() => own.lanes()).toThrow(PosthasteError);
    expect(() => own.createJob(jobSpec())).toThrow(PosthasteError);
    await own.close();
  });

  test('a getter that closes the engine in the middle of a call', async () => {
    const own = binding.createEngine(engineSpec());
    const job = own.createJob(jobSpec());
    const origin = {
      byteOffset: 0,
      get line() {
        own.close();
        return 1;
      },
    };
    await expect(own.processChunk(job, 0, csvChunk(1), origin)).rejects.toMatchObject({ code: 'ERR_CLOSED' });
  });

  test('a job of a closed engine works in another', async () => {
    const own = binding.createEngine(engineSpec());
    const job = own.createJob(jobSpec());
    await own.close();
    const result = await engine.processChunk(job, 0, csvChunk(3), START);
    expect(result.rows).toBe(3);
    result.release();
  });
});
