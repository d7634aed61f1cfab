import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { outputStage } from '../../lib/batch/output-error.js';
import { type BatchEvent, BatchFileProcessor, type BatchRequest } from '../../lib/index.js';
import { cleanCsv, cleanRecords, Place } from './batch-support.js';

const ID = 'batch_20240102_030405';
const STAMP = '20240102_030405';
const CONFIG = { threads: 1, chunkSize: 256, checkpointBytes: 4096, maxMemory: 65_536 };

async function run(place: Place, request: BatchRequest, outputDir = place.out) {
  const warnings: string[] = [];
  const onEvent = (event: BatchEvent) => {
    if (event.type === 'warning') warnings.push(event.message);
    request.onEvent?.(event);
  };
  const processor = new BatchFileProcessor(CONFIG, outputDir);
  const report = await processor.processFilesBatch({ cwd: place.root, batchId: ID, ...request, onEvent });
  return { report, warnings };
}

describe('inputs that change', () => {
  test('while they are read: nothing is published of the old content, the new is read from the start', async () => {
    using place = new Place();
    const input = place.write('a.csv', cleanCsv(1500));
    let changed = false;
    const onEvent = ({ type }: BatchEvent) => {
      if (type !== 'checkpoint' || changed) return;
      changed = true;
      appendFileSync(input, `${cleanRecords(3, 5).join('\n')}\n`);
    };
    const { report, warnings } = await run(place, { filePatterns: ['a.csv'], onEvent });
    expect(warnings).toEqual([expect.stringMatching(/a\.csv.*begins anew/)]);
    expect(report).toMatchObject({ status: 'completed', totals: { rows: 1503 } });
    await run(place, { filePatterns: ['a.csv'] }, place.at('expected'));
    expect(place.results()).toEqual(place.results('expected'));
  });

  test('again and again: the file fails and has no output', async () => {
    using place = new Place();
    const input = place.write('a.csv', cleanCsv(1500));
    const onEvent = ({ type }: BatchEvent) => {
      if (type === 'checkpoint') appendFileSync(input, `${cleanRecords(1, 5).join('\n')}\n`);
    };
    const { report } = await run(place, { filePatterns: ['a.csv'], onEvent });
    expect(report.files[0]).toMatchObject({ status: 'failed', error: { code: 'ERR_INPUT_CHANGED' } });
    expect(place.files('out', 'results')).toEqual([]);
    const again = await run(place, { resumeBatchId: ID });
    expect(again.report.status).toBe('completed');
  });

  test('that vanish between plan and turn fail alone', async () => {
    using place = new Place();
    place.write('a.csv', cleanCsv(3));
    const gone = place.write('b.csv', cleanCsv(3));
    const onEvent = ({ type }: BatchEvent) => {
      if (type === 'batch_started') rmSync(gone);
    };
    const { report } = await run(place, { filePatterns: ['*.csv'], onEvent });
    expect(report.files.map(({ status, error }) => [status, error?.code])).toEqual([
      ['completed', undefined],
      ['failed', 'ERR_NO_INPUT'],
    ]);
  });
});

describe('inputs that cannot be read to their end', () => {
  test('a truncated gzip file fails with what was wrong, and leaves no output', async () => {
    using place = new Place();
    const whole = gzipSync(cleanCsv(2000));
    place.write('a.csv.gz', whole.subarray(0, whole.length - 100));
    place.write('b.csv', cleanCsv(3));
    const { report } = await run(place, { filePatterns: ['*'], exclude: ['out'] });
    expect(report.files[0]).toMatchObject({ status: 'failed', error: { code: 'ERR_ENCODING' } });
    expect(report.files[1]?.status).toBe('completed');
    expect(place.files('out', 'results').filter((name) => name.startsWith('a'))).toEqual([]);
  });
});

describe('an output directory that cannot be used', () => {
  test('because a file is in its place', async () => {
    using place = new Place();
    place.write('a.csv', cleanCsv(3));
    writeFileSync(place.out, 'here');
    const failure = await run(place, { filePatterns: ['a.csv'] }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'ERR_OUTPUT' });
    expect(outputStage(failure)).toBe('create');
  });

  test('a model that cannot be loaded leaves no trace of a batch job', async () => {
    using place = new Place();
    place.write('a.csv', cleanCsv(3));
    const model = place.write('bad.model', 'no model');
    const processor = new BatchFileProcessor({ ...CONFIG, model }, place.out);
    const failure = processor.processFilesBatch({ filePatterns: ['a.csv'], cwd: place.root, batchId: ID });
    await expect(failure).rejects.toMatchObject({ code: 'ERR_MODEL' });
    expect(await processor.listBatches()).toEqual([]);
    expect(place.files('out', 'state')).toEqual([]);
  });
});

describe('the plan', () => {
  test('tells what would be done and writes nothing', async () => {
    using place = new Place();
    place.write('a.csv', cleanCsv(3));
    place.write('bad.csv', 'x,y\n1,2\n');
    const processor = new BatchFileProcessor({}, place.out);
    const planned = await processor.plan({ filePatterns: ['*.csv'], batchId: ID, cwd: place.root });
    expect(planned).toMatchObject([
      {
        path: place.at('a.csv'),
        output: place.at('out', 'results', `a_processed_${STAMP}.csv`),
        delimiter: ',',
        hasHeader: true,
        columns: ['id', 'address', 'note'],
        addressColumns: ['address'],
      },
      { path: place.at('bad.csv'), columns: ['x', 'y'], error: { code: 'ERR_OPTION' } },
    ]);
    expect(place.files()).toEqual(['a.csv', 'bad.csv']);
  });
});
