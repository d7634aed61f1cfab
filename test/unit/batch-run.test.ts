import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { type BatchEvent, BatchFileProcessor, type ProcessingConfiguration } from '../../lib/index.js';
import { cleanCsv, HEADER, Place, troubledCsv } from './batch-support.js';

const ID = 'batch_20240102_030405';
const STAMP = '20240102_030405';

type Config = Partial<ProcessingConfiguration>;

async function run(place: Place, config: Config, filePatterns: string[], out = 'out', batchId = ID) {
  const events: BatchEvent[] = [];
  const processor = new BatchFileProcessor({ threads: 1, ...config }, place.at(out));
  const onEvent = (event: BatchEvent) => events.push(event);
  const report = await processor.processFilesBatch({ filePatterns, batchId, cwd: place.root, onEvent });
  return { report, events, processor };
}

function rowsOf(csv: string): string[][] {
  return parse(Buffer.from(csv, 'latin1'), { relax_column_count: true }) as string[][];
}

describe('one batch job', () => {
  test('keeps the columns of the input byte for byte and adds the parsed ones', async () => {
    using place = new Place();
    const input = cleanCsv(200);
    place.write('a.csv', input);
    const { report } = await run(place, {}, ['*.csv']);
    expect(report).toMatchObject({
      status: 'completed',
      totals: { files: 1, completed: 1, rows: 200, rejects: 0 },
    });
    const output = place.results()[`a_processed_${STAMP}.csv`] as string;
    const rows = rowsOf(output);
    expect(rows.map((row) => row.slice(0, 3))).toEqual(parse(input));
    const city = rows[0]?.indexOf('parsed_city') as number;
    expect(rows.filter((row) => row[city]?.includes('Paris')).length).toBeGreaterThan(10);
    expect(rows[0]).toContain('parsed_country_code');
  });

  test('gives the same bytes for every chunk size and number of threads', async () => {
    using place = new Place();
    place.write('clean.csv', cleanCsv(300));
    const troubled = troubledCsv();
    place.write('troubled.csv', troubled.bytes);
    place.write('packed.csv.gz', gzipSync(cleanCsv(150, 5)));
    place.write(
      'mac.csv',
      cleanCsv(80, 3)
        .replaceAll('\n"', '\n"')
        .replace(/"two\nlines[^\n]*/g, 'x')
        .replaceAll('\n', '\r'),
    );
    const sizes: [number, number][] = [
      [1 << 20, 2],
      [64, 1],
      [64, 3],
      [65, 2],
      [101, 3],
      [257, 1],
      [1000, 2],
      [4096, 3],
    ];
    let first: Record<string, string> | null = null;
    for (const [chunkSize, threads] of sizes) {
      const out = `out-${chunkSize}-${threads}`;
      const { report } = await run(place, { chunkSize, threads }, ['*.csv', '*.gz'], out);
      expect(report.totals).toMatchObject({ completed: 4, failed: 0 });
      const results = place.results(out);
      first ??= results;
      expect(Object.keys(results)).toEqual(Object.keys(first));
      for (const [name, bytes] of Object.entries(results))
        expect(bytes === first[name], `${out}/${name}`).toBe(true);
    }
  });

  test('accounts for every record: rows, rejects and blank lines', async () => {
    using place = new Place();
    const { bytes, records, bad, blank } = troubledCsv();
    place.write('troubled.csv', bytes);
    const { report, processor } = await run(place, { chunkSize: 128 }, ['*.csv']);
    expect(report.totals).toMatchObject({ rows: records - bad, rejects: bad, blank });
    const results = place.results();
    const rejects = parse(results[`troubled_processed_${STAMP}.csv.rejects.csv`] as string) as string[][];
    expect(rejects[0]).toEqual(['line', 'byte_offset', 'code', 'reason', 'raw']);
    expect(rejects).toHaveLength(bad + 1);
    const input = bytes.toString('latin1');
    for (const [line, offset, code, reason, raw] of rejects.slice(1) as [
      string,
      string,
      string,
      string,
      string,
    ][]) {
      expect(input.startsWith(raw, Number(offset))).toBe(true);
      expect(raw.length).toBeGreaterThan(5);
      expect(Number(line)).toBe(input.slice(0, Number(offset)).split('\n').length);
      expect(code).toMatch(/^ERR_(CSV|ENCODING)$/);
      expect(reason).not.toBe('');
    }
    expect(await processor.verify(ID)).toMatchObject([{ ok: true, checked: 1, problems: [] }]);
  });

  test('a record over the limit is one reject, wherever the chunks end', async () => {
    using place = new Place();
    const huge = `9,"${'x\n'.repeat(3000)}",y`;
    const lines = cleanCsv(20).trimEnd().split('\n');
    place.write(
      'huge.csv',
      [HEADER, '1,2 Oak St,z', huge, '3,4 Elm St,"z\nz"', huge, huge, '4,5 Elm St,z'].join('\n'),
    );
    place.write('last.csv', [...lines, huge].join('\n'));
    const all: Record<string, string>[] = [];
    for (const [chunkSize, maxRecordBytes] of [
      [64, 1000],
      [999, 1000],
      [1 << 20, 1000],
      [4000, 1000],
    ] as const) {
      const out = `out-${chunkSize}`;
      const { report } = await run(place, { chunkSize, maxRecordBytes }, ['huge.csv', 'last.csv'], out);
      expect(report.files.map(({ rows, rejects }) => [rows, rejects])).toEqual([
        [3, 3],
        [20, 1],
      ]);
      all.push(place.results(out));
    }
    for (const results of all) expect(results).toEqual(all[0]);
    const rejects = rowsOf(all[0]?.[`huge_processed_${STAMP}.csv.rejects.csv`] as string);
    expect(rejects.slice(1).map((row) => [row[0], row[2]])).toEqual([
      ['3', 'ERR_RECORD_TOO_LARGE'],
      ['3006', 'ERR_RECORD_TOO_LARGE'],
      ['6007', 'ERR_RECORD_TOO_LARGE'],
    ]);
  });

  test('equal names in two folders give two outputs in two folders', async () => {
    using place = new Place();
    place.write('north/a.csv', cleanCsv(5, 1));
    place.write('south/a.csv', cleanCsv(5, 2));
    await run(place, {}, ['**/*.csv']);
    expect(Object.keys(place.results())).toEqual([
      `north/a_processed_${STAMP}.csv`,
      `south/a_processed_${STAMP}.csv`,
    ]);
  });

  test('never takes its own outputs for inputs', async () => {
    using place = new Place();
    place.write('a.csv', cleanCsv(5));
    place.write('b.csv', troubledCsv().bytes);
    await run(place, {}, ['**/*.csv'], '.');
    const { report } = await run(place, { skipProcessed: false }, ['**/*.csv'], '.', 'again');
    expect(report.files.map(({ path }) => path)).toEqual([place.at('a.csv'), place.at('b.csv')]);
  });

  test('thousands of small files and an empty one', async () => {
    using place = new Place();
    for (let i = 0; i < 400; i++) place.write(`many/${i % 20}/f${i}.csv`, cleanCsv(3, i));
    place.write('many/empty.csv', '');
    place.write('many/header.csv', `${HEADER}\n`);
    const { report } = await run(place, { threads: 2 }, ['many']);
    expect(report.status, JSON.stringify(report.files.find(({ error }) => error)?.error)).toBe('completed');
    expect(report.totals).toMatchObject({ files: 402, completed: 402, rows: 1200 });
  });

  test('a file without a header gets one', async () => {
    using place = new Place();
    place.write('a.csv', '1,"10 Main St, Austin, TX 78701"\n2,"12 Oak St, Austin, TX 78701"\n');
    await run(place, { header: 'no', addressColumns: ['column_2'] }, ['a.csv']);
    const rows = rowsOf(place.results()[`a_processed_${STAMP}.csv`] as string);
    expect(rows.map((row) => row.slice(0, 2))).toEqual([
      ['column_1', 'column_2'],
      ['1', '10 Main St, Austin, TX 78701'],
      ['2', '12 Oak St, Austin, TX 78701'],
    ]);
  });

  test.each(['header', 'footer', 'columns'] as const)('metadata as %s', async (metadata) => {
    using place = new Place();
    place.write('a.csv', cleanCsv(3));
    await run(place, { metadata }, ['a.csv']);
    const output = place.results()[`a_processed_${STAMP}.csv`] as string;
    const lines = output.trimEnd().split('\n');
    const comments = lines.filter((line) => line.startsWith('# '));
    if (metadata === 'columns') {
      expect(lines[0]).toMatch(/,parsed_batch_id,parsed_source_path,parsed_model_sha256$/);
      expect(rowsOf(output)[1]).toEqual(expect.arrayContaining([ID, place.at('a.csv')]));
      return;
    }
    expect(comments).toContain(`# posthaste_batch_id: ${ID}`);
    expect(metadata === 'header' ? lines.slice(0, comments.length) : lines.slice(-comments.length)).toEqual(
      comments,
    );
    if (metadata === 'footer') expect(comments).toContain('# posthaste_rows: 3');
  });

  test('events tell the whole story', async () => {
    using place = new Place();
    place.write('a.csv', cleanCsv(100));
    place.write('b.csv', 'x,y\n1,2\n');
    const { events } = await run(place, { chunkSize: 512, checkpointBytes: 1024 }, ['*.csv']);
    const types = events.map(({ type }) => type);
    expect(types[0]).toBe('batch_started');
    expect(types.at(-1)).toBe('batch_finished');
    for (const type of ['file_started', 'progress', 'checkpoint', 'file_completed', 'file_failed']) {
      expect(types).toContain(type);
    }
    expect(events.findLast((event) => event.type === 'progress')).toMatchObject({
      filesDone: 2,
      filesTotal: 2,
      rows: 100,
    });
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
  });

  test('the reports: JSON as returned, HTML with everything escaped, success last', async () => {
    using place = new Place();
    place.write('<b>&.csv', cleanCsv(3));
    const { report } = await run(place, {}, ['*.csv']);
    const files = place.files('out', 'reports', ID);
    expect(files).toEqual(['_SUCCESS.json', 'report.html', 'report.json']);
    const read = (name: string) => place.read(`out/reports/${ID}/${name}`);
    expect(JSON.parse(read('report.json'))).toEqual(report);
    expect(read('report.html')).toContain('&lt;b&gt;&amp;.csv');
    expect(read('report.html')).not.toMatch(/<b>|<script|https?:/);
    const sidecar = JSON.parse(place.read(`out/results/<b>&_processed_${STAMP}.csv.meta.json`));
    expect(sidecar).toMatchObject({
      version: 1,
      records: 3,
      output: { rows: 3 },
      rejects: { count: 0 },
      batchId: ID,
    });
  });
});
