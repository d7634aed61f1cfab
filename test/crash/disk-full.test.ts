import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outputStage } from '../../lib/batch/output-error.js';
import { BatchFileProcessor } from '../../lib/index.js';
import { cleanCsv, Place } from '../unit/batch-support.js';

const CONFIG = { threads: 1, chunkSize: 4096, checkpointBytes: 65_536, maxMemory: 65_536 };
const ID = 'batch_20240102_030405';

/** A disk of a given size needs the right to mount one. */
function mount(at: string, ...options: string[]): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', ...options, 'tmpfs', at]).status === 0;
}

const probe = new Place();
mkdirSync(probe.out);
const mayMount = mount(probe.out, '-o', 'size=64k');
if (mayMount) execFileSync('umount', [probe.out]);
probe[Symbol.dispose]();

describe.runIf(mayMount)('a disk that becomes full', () => {
  const place = new Place();
  beforeAll(() => {
    place.write('a.csv', cleanCsv(3000));
    place.write('b.csv', cleanCsv(3000, 3));
    mkdirSync(place.out);
    mount(place.out, '-o', 'size=600k');
  });
  afterAll(() => {
    execFileSync('umount', [place.out]);
    place[Symbol.dispose]();
  });

  test('stops the batch job with the state valid; with more room it goes on to the same bytes', async () => {
    const request = { filePatterns: ['*.csv'], cwd: place.root, batchId: ID };
    const full = await new BatchFileProcessor(CONFIG, place.out)
      .processFilesBatch(request)
      .catch((e: unknown) => e);
    expect(full).toMatchObject({ code: 'ERR_OUTPUT', message: expect.stringContaining('ENOSPC') });
    expect(outputStage(full)).toBe('write');
    expect(await new BatchFileProcessor({}, place.out).status(ID)).toMatchObject({ status: 'unfinished' });

    execFileSync('mount', ['-o', 'remount,size=8m', place.out]);
    const report = await new BatchFileProcessor(CONFIG, place.out).processFilesBatch({ resumeBatchId: ID });
    expect(report).toMatchObject({ status: 'completed', totals: { completed: 2 } });
    await new BatchFileProcessor(CONFIG, place.at('expected')).processFilesBatch(request);
    expect(place.results()).toEqual(place.results('expected'));
  });
});
