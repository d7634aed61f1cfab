import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { BatchFileProcessor } from '../../lib/index.js';
import { cleanCsv, Place, troubledCsv } from '../unit/batch-support.js';
import { runChild } from './batch-child.js';

const ID = 'batch_20240102_030405';
const CONFIG = { threads: 2, chunkSize: 2048, checkpointBytes: 16_384, maxMemory: 65_536 };

function inputs(place: Place): void {
  place.write('a.csv', cleanCsv(1500));
  place.write('b.csv', troubledCsv().bytes);
  place.write('c.csv', cleanCsv(1000, 9));
  for (let i = 0; i < 6; i++) place.write(`small/${i}.csv`, cleanCsv(4, i));
}

const request = (place: Place) => ({
  filePatterns: ['**/*.csv'],
  exclude: ['expected', 'out'],
  batchId: ID,
  cwd: place.root,
});

describe('kill -9', () => {
  test('at one event after the other: the same bytes as an undisturbed run', async () => {
    using place = new Place();
    inputs(place);
    await new BatchFileProcessor(CONFIG, place.at('expected')).processFilesBatch(request(place));
    const expected = place.results('expected');
    let kills = 0;
    for (;;) {
      const run = {
        config: CONFIG,
        outputDir: place.out,
        request: request(place),
        dieAt: 2 + ((kills * 5) % 13),
      };
      const { killed, last } = await runChild(run);
      if (!killed) {
        expect(last).toMatchObject({
          type: 'ended',
          status: 'completed',
          totals: { files: 9, completed: 9 },
        });
        break;
      }
      expect(++kills).toBeLessThan(80);
    }
    expect(kills).toBeGreaterThan(5);
    expect(place.results()).toEqual(expected);
    const [verified] = await new BatchFileProcessor({}, place.out).verify(ID);
    expect(verified).toMatchObject({ ok: true, checked: 9 });
  });

  test('at random moments', async () => {
    using place = new Place();
    inputs(place);
    await new BatchFileProcessor(CONFIG, place.at('expected')).processFilesBatch(request(place));
    const run = { config: CONFIG, outputDir: place.out, request: request(place) };
    for (let i = 0; i < 8; i++) {
      let killer: Promise<void> | null = null;
      let due = false;
      await runChild(run, ({ type }) => {
        if (type === 'batch_started') {
          killer = sleep(i * 12).then(() => {
            due = true;
          });
        }
        return due ? 'SIGKILL' : null;
      });
      await killer;
    }
    const { last } = await runChild(run);
    expect(last).toMatchObject({ type: 'ended', status: 'completed' });
    expect(place.results()).toEqual(place.results('expected'));
    expect(place.files('out', 'results').filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('the lock of a killed process is free, that of a stopped one is not', async () => {
    using place = new Place();
    inputs(place);
    const run = { config: CONFIG, outputDir: place.out, request: request(place) };
    const others: ReturnType<typeof runChild>[] = [];
    await runChild(run, ({ type }, child) => {
      if (type !== 'checkpoint' || others.length > 0) return null;
      others.push(runChild(run).finally(() => child.kill('SIGKILL')));
      return 'SIGSTOP';
    });
    expect((await others[0])?.last).toMatchObject({ type: 'threw', code: 'ERR_LOCKED' });
    expect((await runChild(run)).last).toMatchObject({ type: 'ended', status: 'completed' });
  });
});
