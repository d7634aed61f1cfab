import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Dispatcher, type LaneEngine } from '../../lib/batch/dispatcher.js';
import { MemoryGate } from '../../lib/batch/memory-gate.js';
import type { ChunkResult, LaneInfo, NativeJob } from '../../lib/binding/native.js';
import { PosthasteError } from '../../lib/errors.js';

const JOB = {} as NativeJob;
const ORIGIN = { byteOffset: 0, line: 1 };

function result(rows: number): ChunkResult {
  const nothing = Buffer.alloc(0);
  const timings = { extract: 0, parse: 0, write: 0, wait: 0 };
  const sums = { confidenceSum: 0, confidenceHistogram: [], labelRows: [] };
  return { output: nothing, rejects: nothing, rows, rejected: 0, blank: 0, ...sums, timings, release() {} };
}

/** Lanes that take a given time for a byte; a negative one fails. */
class TimedLanes implements LaneEngine {
  readonly took: number[] = [];

  constructor(
    private readonly msPerByte: number[],
    private readonly depth = 1,
  ) {}

  lanes(): LaneInfo[] {
    return this.msPerByte.map((_, lane) => ({ lane, device: `d${lane}`, backend: 'cpu', depth: this.depth }));
  }

  async processChunk(_job: NativeJob, lane: number, chunk: Uint8Array): Promise<ChunkResult> {
    const ms = this.msPerByte[lane] as number;
    await sleep(Math.abs(ms) * chunk.length);
    if (ms < 0) throw new PosthasteError('ERR_BACKEND_FAILED', `lane ${lane} broke`);
    this.took.push(lane);
    return result(1);
  }
}

describe('the dispatcher', () => {
  test('a faster lane does more, and every chunk is done once', async () => {
    const lanes = new TimedLanes([1, 8]);
    const dispatcher = new Dispatcher(lanes, () => undefined);
    const done = await Promise.all(
      Array.from({ length: 40 }, () => dispatcher.submit(JOB, new Uint8Array(2), ORIGIN)),
    );
    expect(done).toHaveLength(40);
    const fast = lanes.took.filter((lane) => lane === 0).length;
    expect(fast).toBeGreaterThan(25);
    expect(dispatcher.use().map((use) => use.chunks)).toEqual([fast, 40 - fast]);
  });

  test('near the end a slow lane leaves a chunk to a fast one that is done sooner', async () => {
    const lanes = new TimedLanes([1, 100]);
    const dispatcher = new Dispatcher(lanes, () => undefined);
    const submit = () => dispatcher.submit(JOB, new Uint8Array(4), ORIGIN);
    await Promise.all([submit(), submit()]);
    lanes.took.length = 0;
    dispatcher.inputEnds = true;
    await Promise.all([submit(), submit(), submit(), submit()]);
    expect(lanes.took).toEqual([0, 0, 0, 0]);
  });

  test('a lane that fails is left out and its chunk goes to another one', async () => {
    const warnings: string[] = [];
    const dispatcher = new Dispatcher(new TimedLanes([-1, 1]), (message) => warnings.push(message));
    const done = await Promise.all(
      Array.from({ length: 10 }, () => dispatcher.submit(JOB, new Uint8Array(2), ORIGIN)),
    );
    expect(done.map(({ device }) => device)).toEqual(Array(10).fill('d1'));
    expect(warnings).toEqual([expect.stringContaining('lane 0 broke')]);
    expect(dispatcher.use()[0]?.quarantined).toContain('lane 0 broke');
  });

  test('when no lane is left, what waits fails as well', async () => {
    const dispatcher = new Dispatcher(new TimedLanes([-1, -1]), () => undefined);
    const all = await Promise.allSettled(
      Array.from({ length: 6 }, () => dispatcher.submit(JOB, new Uint8Array(1), ORIGIN)),
    );
    for (const one of all)
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'ERR_BACKEND_FAILED' } });
    await expect(dispatcher.submit(JOB, new Uint8Array(1), ORIGIN)).rejects.toMatchObject({
      code: 'ERR_BACKEND_FAILED',
    });
  });

  test('stopped, it begins nothing more', async () => {
    const dispatcher = new Dispatcher(new TimedLanes([5]), () => undefined);
    const all = Array.from({ length: 4 }, () => dispatcher.submit(JOB, new Uint8Array(4), ORIGIN));
    dispatcher.stop();
    const states = (await Promise.allSettled(all)).map(({ status }) => status);
    expect(states).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
  });
});

describe('the memory gate', () => {
  test('holds back what does not fit, in the order of arrival', async () => {
    const gate = new MemoryGate(100);
    const entered: string[] = [];
    const enter = async (name: string, bytes: number) => {
      await gate.enter(bytes);
      entered.push(name);
    };
    await enter('a', 60);
    const waiting = [enter('b', 50), enter('c', 10)];
    await sleep(1);
    expect(entered).toEqual(['a']);
    gate.leave(60);
    await Promise.all(waiting);
    expect(entered).toEqual(['a', 'b', 'c']);
  });

  test('lets something larger than all of it in when nothing else is held', async () => {
    const gate = new MemoryGate(100);
    await gate.enter(30);
    let inside = false;
    const large = gate.enter(500).then(() => {
      inside = true;
    });
    await sleep(1);
    expect(inside).toBe(false);
    gate.leave(30);
    await large;
    const next = gate.enter(1);
    gate.adjust(500, 40);
    await next;
  });
});
