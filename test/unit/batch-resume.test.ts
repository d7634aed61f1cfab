import {
  appendFileSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type BatchEvent,
  BatchFileProcessor,
  type BatchRequest,
  type ProcessingConfiguration,
} from '../../lib/index.js';
import { cleanCsv, Place, troubledCsv } from './batch-support.js';

const ID = 'batch_20240102_030405';
const STAMP = '20240102_030405';
/** Little enough that the input is not read to its end before the first checkpoint. */
const MEMORY = 65_536;
const SMALL: Partial<ProcessingConfiguration> = {
  threads: 2,
  chunkSize: 256,
  checkpointBytes: 4096,
  maxMemory: MEMORY,
};

async function run(place: Place, request: BatchRequest, config = SMALL, out = 'out') {
  const events: BatchEvent[] = [];
  const onEvent = (event: BatchEvent) => {
    events.push(event);
    request.onEvent?.(event);
  };
  const processor = new BatchFileProcessor(config, place.at(out));
  const report = await processor.processFilesBatch({ cwd: place.root, ...request, onEvent });
  return {
    report,
    events,
    warnings: events.flatMap((event) => (event.type === 'warning' ? [event.message] : [])),
  };
}

/** Runs until the n-th checkpoint, then aborts with the given signal. */
async function runUntilCheckpoint(
  place: Place,
  n: number,
  how: 'signal' | 'stopNow',
  request: BatchRequest,
  config = SMALL,
) {
  const abort = new AbortController();
  let seen = 0;
  const onEvent = ({ type }: BatchEvent) => {
    if (type === 'checkpoint' && ++seen === n) abort.abort();
  };
  return run(place, { ...request, [how]: abort.signal, onEvent }, config);
}

function inputs(place: Place): void {
  place.write('a.csv', cleanCsv(1500));
  place.write('b.csv', troubledCsv().bytes);
  place.write('c.csv', cleanCsv(1200, 9));
}

/** What an undisturbed run gives for the same inputs. */
async function undisturbed(place: Place): Promise<Record<string, string>> {
  await run(place, { filePatterns: ['*.csv'], batchId: ID }, SMALL, 'undisturbed');
  return place.results('undisturbed');
}

const failing = (code: string, text = '') =>
  expect.objectContaining({ code, message: expect.stringContaining(text) });

describe('interruption and resumption', () => {
  test.each(['signal', 'stopNow'] as const)(
    'many times by %s: the same bytes as undisturbed',
    async (how) => {
      using place = new Place();
      inputs(place);
      const expected = await undisturbed(place);
      let { report } = await runUntilCheckpoint(place, 2, how, { filePatterns: ['*.csv'], batchId: ID });
      expect(report).toMatchObject({
        status: 'interrupted',
        resumeCommand: `posthaste resume ${ID} --output-dir ${place.out}`,
      });
      let runs = 1;
      for (; report.status === 'interrupted'; runs++) {
        expect(runs).toBeLessThan(200);
        // Other chunk sizes and threads may be used to go on.
        const config = {
          threads: 1 + (runs % 3),
          chunkSize: 100 + 50 * (runs % 5),
          checkpointBytes: 3000,
          maxMemory: MEMORY,
        };
        ({ report } = await runUntilCheckpoint(place, 6, how, { resumeBatchId: ID }, config));
      }
      expect(runs).toBeGreaterThan(3);
      expect(report).toMatchObject({ status: 'completed', runs });
      expect(place.results()).toEqual(expected);
      const [verified] = await new BatchFileProcessor({}, place.out).verify(ID);
      expect(verified).toMatchObject({ ok: true, checked: 3, problems: [] });
      const again = await run(place, { resumeBatchId: ID });
      expect(again.report).toMatchObject({ status: 'completed', throughput: { rowsPerSecond: 0 } });
      expect(place.results()).toEqual(expected);
    },
  );

  test('a harmed part makes its file begin anew, with a warning', async () => {
    using place = new Place();
    inputs(place);
    const expected = await undisturbed(place);
    for (const harm of [
      (part: string) => writeFileSync(part, readFileSync(part).subarray(0, 50)),
      (part: string) => writeFileSync(part, readFileSync(part).fill(120, 20, 30)),
      (part: string) => rmSync(part),
    ]) {
      rmSync(place.out, { recursive: true, force: true });
      await runUntilCheckpoint(place, 3, 'signal', { filePatterns: ['a.csv'], batchId: ID });
      harm(place.at('out', 'results', `a_processed_${STAMP}.csv.part`));
      const { report, warnings } = await run(place, { resumeBatchId: ID });
      expect(report.status).toBe('completed');
      expect(warnings).toEqual([expect.stringContaining('begins anew')]);
      expect(place.results()[`a_processed_${STAMP}.csv`]).toBe(expected[`a_processed_${STAMP}.csv`]);
    }
  });

  test('an input whose beginning was changed meanwhile begins anew', async () => {
    using place = new Place();
    inputs(place);
    await runUntilCheckpoint(place, 3, 'signal', { filePatterns: ['a.csv'], batchId: ID });
    place.write('a.csv', cleanCsv(1500, 4));
    const { report, warnings } = await run(place, { resumeBatchId: ID });
    expect(report.status).toBe('completed');
    expect(warnings).toEqual([expect.stringContaining('begins anew')]);
    const expected = await undisturbed(place);
    expect(place.results()[`a_processed_${STAMP}.csv`]).toBe(expected[`a_processed_${STAMP}.csv`]);
  });

  test('the plan is frozen: other options or patterns are refused, naming the difference', async () => {
    using place = new Place();
    inputs(place);
    await runUntilCheckpoint(place, 1, 'signal', { filePatterns: ['a.csv'], batchId: ID });
    await expect(run(place, { resumeBatchId: ID }, { ragged: 'pad' })).rejects.toEqual(
      failing('ERR_OPTION', 'ragged was "reject"'),
    );
    await expect(run(place, { batchId: ID, filePatterns: ['b.csv'] })).rejects.toEqual(
      failing('ERR_OPTION', 'b.csv'),
    );
    const { report } = await run(place, { batchId: ID, filePatterns: ['a.csv'] }, { threads: 1 });
    expect(report.status).toBe('completed');
  });

  test('an unknown id, a bad id, nothing that matches', async () => {
    using place = new Place();
    await expect(run(place, { resumeBatchId: 'nobody' })).rejects.toEqual(failing('ERR_NO_INPUT', 'nobody'));
    await expect(run(place, { batchId: '../up', filePatterns: ['*.csv'] })).rejects.toEqual(
      failing('ERR_OPTION', '../up'),
    );
    await expect(run(place, { filePatterns: ['*.csv'] })).rejects.toEqual(failing('ERR_NO_INPUT', '*.csv'));
    await expect(run(place, {})).rejects.toEqual(failing('ERR_OPTION'));
  });

  test('a second worker on the same batch job is refused at once', async () => {
    using place = new Place();
    inputs(place);
    let second: Promise<unknown> | null = null;
    const onEvent = ({ type }: BatchEvent) => {
      if (type === 'checkpoint')
        second ??= run(place, { resumeBatchId: ID }).catch((error: unknown) => error);
    };
    const { report } = await run(place, { filePatterns: ['*.csv'], batchId: ID, onEvent });
    expect(report.status).toBe('completed');
    expect(await second).toEqual(failing('ERR_LOCKED', `pid ${process.pid}`));
  });
});

describe('state on the disk', () => {
  test('a damaged manifest or journal is refused, a torn journal is not', async () => {
    using place = new Place();
    inputs(place);
    const expected = await undisturbed(place);
    await runUntilCheckpoint(place, 3, 'signal', { filePatterns: ['*.csv'], batchId: ID });
    const manifest = place.at('out', 'state', ID, 'manifest.json');
    const journal = place.at('out', 'state', ID, 'journal.jsonl');
    const [goodManifest, goodJournal] = [readFileSync(manifest), readFileSync(journal)];
    writeFileSync(manifest, goodManifest.toString().replace('a.csv', 'b.csv'));
    await expect(run(place, { resumeBatchId: ID })).rejects.toEqual(failing('ERR_STATE', 'damaged'));
    writeFileSync(manifest, goodManifest);
    writeFileSync(journal, goodJournal.toString().replace('"run":1', '"run":2'));
    await expect(run(place, { resumeBatchId: ID })).rejects.toEqual(failing('ERR_STATE', 'damaged'));
    writeFileSync(journal, goodJournal);
    appendFileSync(journal, '{"seq":99,"type":"commit","fi');
    const { report } = await run(place, { resumeBatchId: ID });
    expect(report.status).toBe('completed');
    expect(place.results()).toEqual(expected);
  });

  test('a crash anywhere between commit and done is rolled forward', async () => {
    using place = new Place();
    place.write('b.csv', troubledCsv().bytes);
    const name = `b_processed_${STAMP}.csv`;
    const file = (suffix: string) => place.at('out', 'results', `${name}${suffix}`);
    const unname = (suffix: string) => renameSync(file(suffix), file(`${suffix}.part`));
    const crashes: (() => void)[] = [
      () => ['', '.rejects.csv', '.meta.json'].forEach(unname),
      () => ['', '.meta.json'].forEach(unname),
      () => unname(''),
      () => linkSync(file(''), file('.part')),
      () => undefined,
    ];
    for (const crash of crashes) {
      rmSync(place.out, { recursive: true, force: true });
      await run(place, { filePatterns: ['b.csv'], batchId: ID });
      const expected = place.results();
      const sidecar = readFileSync(file('.meta.json'));
      const journal = place.at('out', 'state', ID, 'journal.jsonl');
      const lines = readFileSync(journal, 'utf8').split('\n');
      const commit = lines.findIndex((line) => line.includes('"type":"commit"'));
      writeFileSync(journal, `${lines.slice(0, commit + 1).join('\n')}\n`);
      unlinkSync(place.at('out', 'state', 'processed.jsonl'));
      crash();
      const { report, warnings } = await run(place, { resumeBatchId: ID });
      expect(warnings).toEqual([]);
      expect(report).toMatchObject({ status: 'completed', totals: { completed: 1 } });
      expect(place.results()).toEqual(expected);
      expect(readFileSync(file('.meta.json'))).toEqual(sidecar);
      expect(place.files('out', 'results')).toHaveLength(3);
      expect(readFileSync(place.at('out', 'state', 'processed.jsonl'), 'utf8').split('\n')).toHaveLength(2);
    }
  });

  test('a foreign file with the name of an output is never overwritten', async () => {
    using place = new Place();
    inputs(place);
    place.write(`out/results/a_processed_${STAMP}.csv`, 'mine');
    const { report } = await run(place, { filePatterns: ['a.csv', 'b.csv'], batchId: ID });
    expect(report.files[0]).toMatchObject({ status: 'failed', error: { code: 'ERR_OUTPUT' } });
    expect(report.files[1]?.status).toBe('completed');
    expect(place.read(`out/results/a_processed_${STAMP}.csv`)).toBe('mine');
  });

  test('status and list tell of batch jobs, also of one that is being worked on', async () => {
    using place = new Place();
    inputs(place);
    const processor = new BatchFileProcessor({}, place.out);
    expect(await processor.listBatches()).toEqual([]);
    let meanwhile: Promise<unknown> | null = null;
    const onEvent = ({ type }: BatchEvent) => {
      if (type === 'checkpoint') meanwhile ??= processor.status(ID);
    };
    await run(place, { filePatterns: ['*.csv'], batchId: ID, onEvent });
    expect(await meanwhile).toMatchObject({ running: true, status: 'unfinished', runs: 1 });
    expect(await processor.listBatches()).toMatchObject([
      { batchId: ID, running: false, status: 'completed', totals: { files: 3, completed: 3 } },
    ]);
    await expect(processor.status('nobody')).rejects.toEqual(failing('ERR_NO_INPUT'));
  });

  test('verify finds changed, missing and cut outputs', async () => {
    using place = new Place();
    inputs(place);
    await run(place, { filePatterns: ['*.csv'], batchId: ID });
    const output = (name: string) => place.at('out', 'results', `${name}_processed_${STAMP}.csv`);
    const a = readFileSync(output('a'));
    a[100] = (a[100] as number) ^ 1;
    writeFileSync(output('a'), a);
    writeFileSync(output('b'), readFileSync(output('b')).subarray(1));
    rmSync(output('c'));
    rmSync(`${output('c')}.meta.json`);
    const [verified] = await new BatchFileProcessor({}, place.out).verify();
    expect(verified).toMatchObject({ ok: false, checked: 3 });
    expect(verified?.problems.map(({ path }) => path)).toEqual([
      output('a'),
      output('b'),
      output('c'),
      `${output('c')}.meta.json`,
    ]);
  });
});

describe('failures of single files', () => {
  test('do not stop the others, and are tried again when the batch job goes on', async () => {
    using place = new Place();
    inputs(place);
    place.write('bad.csv', 'x,y\n1,2\n');
    const first = await run(place, { filePatterns: ['*.csv'], batchId: ID });
    expect(first.report).toMatchObject({
      status: 'completed_with_errors',
      totals: { completed: 3, failed: 1 },
    });
    const failed = first.report.files.find(({ status }) => status === 'failed');
    expect(failed).toMatchObject({ path: place.at('bad.csv'), error: { code: 'ERR_OPTION' } });
    expect(place.files('out', 'reports', ID)).not.toContain('_SUCCESS.json');
    expect(place.files('out', 'results').filter((name) => name.endsWith('.part'))).toEqual([]);
    place.write('bad.csv', cleanCsv(5));
    const left = await run(place, { resumeBatchId: ID, retryFailed: false });
    expect(left.report.totals).toMatchObject({ completed: 3, failed: 1 });
    const retried = await run(place, { resumeBatchId: ID });
    expect(retried.report).toMatchObject({ status: 'completed', totals: { completed: 4, failed: 0 } });
    expect(place.files('out', 'reports', ID)).toContain('_SUCCESS.json');
  });

  test('stop everything with continueOnError false', async () => {
    using place = new Place();
    place.write('a.csv', 'x,y\n1,2\n');
    place.write('b.csv', cleanCsv(4000));
    const config = { ...SMALL, chunkSize: 1 << 16 };
    const { report } = await run(
      place,
      { filePatterns: ['*.csv'], batchId: ID, continueOnError: false },
      config,
    );
    expect(report).toMatchObject({ status: 'failed', totals: { failed: 1, completed: 0 } });
  });
});

describe('skipping by content', () => {
  test('what was processed before is skipped and names the earlier output', async () => {
    using place = new Place();
    inputs(place);
    await run(place, { filePatterns: ['*.csv'], batchId: ID });
    const { report } = await run(place, { filePatterns: ['*.csv'], batchId: 'second_20240102_000000' });
    expect(report).toMatchObject({ status: 'completed', totals: { skipped: 3, rows: 0 } });
    expect(report.files[0]).toMatchObject({
      output: place.at('out', 'results', `a_processed_${STAMP}.csv`),
      skippedBecause: expect.stringContaining(ID),
    });
    const forced = await run(place, {
      filePatterns: ['*.csv'],
      batchId: 'third_20240103_000000',
      skipProcessed: false,
    });
    expect(forced.report.totals).toMatchObject({ skipped: 0, completed: 3 });
    const otherwise = await run(
      place,
      { filePatterns: ['*.csv'], batchId: 'fourth_20240104_000000' },
      { ...SMALL, ragged: 'pad' },
    );
    expect(otherwise.report.totals).toMatchObject({ skipped: 0, completed: 3 });
  });

  test.each([false, true])(
    'a moved file is skipped, a changed one with its old times is not (alwaysHash %s)',
    async (alwaysHash) => {
      using place = new Place();
      const a = place.write('a.csv', cleanCsv(50));
      place.write('b.csv', cleanCsv(60));
      const config = { ...SMALL, alwaysHash };
      await run(place, { filePatterns: ['*.csv'], batchId: ID }, config);
      renameSync(place.at('b.csv'), place.at('moved.csv'));
      const { atime, mtime, size } = statSync(a);
      const changed = readFileSync(a, 'utf8').replace('Main St', 'Mine St');
      writeFileSync(a, changed);
      utimesSync(a, atime, mtime);
      expect(statSync(a).size).toBe(size);
      const { report } = await run(
        place,
        { filePatterns: ['*.csv'], batchId: 'second_20240102_000000' },
        config,
      );
      expect(report.files.map(({ status }) => status)).toEqual(['completed', 'skipped']);
    },
  );

  test('two batch jobs at once below one directory keep one record', async () => {
    using place = new Place();
    for (let i = 0; i < 20; i++) place.write(`${i % 2}/f${i}.csv`, cleanCsv(3, i));
    const both = await Promise.all(
      [0, 1].map((i) => run(place, { filePatterns: [`${i}/*.csv`], batchId: `job${i}_20240102_030405` })),
    );
    expect(both.map(({ report }) => report.status)).toEqual(['completed', 'completed']);
    const lines = place.read('out/state/processed.jsonl').trimEnd().split('\n');
    expect(new Set(lines.map((line) => JSON.parse(line).key)).size).toBe(20);
    const again = await run(place, { filePatterns: ['[01]/*.csv'], batchId: ID });
    expect(again.report.totals).toMatchObject({ files: 20, skipped: 20 });
  });

  test('not when the earlier output is gone', async () => {
    using place = new Place();
    place.write('a.csv', cleanCsv(50));
    await run(place, { filePatterns: ['*.csv'], batchId: ID });
    rmSync(place.at('out', 'results', `a_processed_${STAMP}.csv`));
    const { report } = await run(place, { filePatterns: ['*.csv'], batchId: 'second_20240102_000000' });
    expect(report.totals).toMatchObject({ completed: 1, skipped: 0 });
  });

  test('a damaged line of the record of processed files only costs work', async () => {
    using place = new Place();
    inputs(place);
    await run(place, { filePatterns: ['*.csv'], batchId: ID });
    const record = place.at('out', 'state', 'processed.jsonl');
    const lines = readFileSync(record, 'utf8').split('\n');
    lines[1] = (lines[1] as string).replace('"output"', '"Output"');
    writeFileSync(record, `${lines.join('\n')}{"torn`);
    const { report } = await run(place, { filePatterns: ['*.csv'], batchId: 'second_20240102_000000' });
    expect(report.totals).toMatchObject({ skipped: 2, completed: 1 });
    const third = await run(place, { filePatterns: ['*.csv'], batchId: 'third_20240103_000000' });
    expect(third.report.totals).toMatchObject({ skipped: 3 });
  });
});
