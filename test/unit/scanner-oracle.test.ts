/** The native scanner, extractor and row writer against csv-parse, on random text rich in quotes and line ends. */

import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChunkEngine, createScanner } from '../../lib/engine/index.js';

interface Dialect {
  delimiter: string;
  quote: string;
  crEndsRecord: boolean;
}

const DIALECTS: Dialect[] = [',', ';', '\t'].flatMap((delimiter) =>
  ['"', "'", ''].flatMap((quote) =>
    [false, true].map((crEndsRecord) => ({ delimiter, quote, crEndsRecord })),
  ),
);

/** Records and the byte offsets behind them, as csv-parse sees them. */
function oracle(text: string, { delimiter, quote, crEndsRecord }: Dialect) {
  const ends: number[] = [];
  const records: string[][] = [];
  parse(Buffer.from(text), {
    delimiter,
    quote: quote === '' ? false : quote,
    escape: quote === '' ? null : quote,
    relax_quotes: true,
    relax_column_count: true,
    record_delimiter: crEndsRecord ? ['\r\n', '\n', '\r'] : ['\r\n', '\n'],
    info: true,
    on_record: (found: unknown) => {
      const { info, record } = found as { info: { bytes: number }; record: string[] };
      ends.push(info.bytes);
      records.push(record);
      return null;
    },
  });
  return { ends, records };
}

/** Record ends as the scanner finds them, fed `step` bytes at a time. */
function scan(text: string, dialect: Dialect, step: number) {
  const bytes = Buffer.from(text);
  const scanner = createScanner(dialect);
  const ends: number[] = [];
  let records = 0;
  let lines = 0;
  for (let at = 0; at < bytes.length; at += step) {
    const cut = scanner.feed(bytes.subarray(at, at + step));
    records += cut.records;
    lines += cut.lines;
    if (cut.end > 0) ends.push(at + cut.end);
  }
  const tail = scanner.finish();
  if (tail.pending) {
    ends.push(bytes.length);
    records += tail.records;
  }
  return { ends, records, lines: lines + tail.lines, open: tail.openQuote };
}

const text = fc
  .array(
    fc.constantFrom(
      ...['a', 'bé', ',', ';', '\t', '"', '""', "'", '"\n"', '\n', '\r', '\r\n', ' ', ',"', '",', '"x', '東'],
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

describe('the scanner', () => {
  for (const dialect of DIALECTS) {
    it(`ends records where csv-parse does: ${JSON.stringify(dialect)}`, () => {
      fc.assert(
        fc.property(text, fc.integer({ min: 1, max: 80 }), (sample, step) => {
          const fine = scan(sample, dialect, 1);
          const coarse = scan(sample, dialect, step);
          expect(coarse.records).toBe(fine.records);
          expect(coarse.lines).toBe(fine.lines);
          expect(coarse.open).toBe(fine.open);
          expect(coarse.ends.at(-1)).toBe(fine.ends.at(-1));
          // csv-parse refuses a quote that is open at the end of the text, as a whole.
          if (fine.open) return;
          const truth = oracle(sample, dialect);
          expect(fine.records).toBe(truth.records.length);
          expect(truth.ends).toEqual(expect.arrayContaining(coarse.ends));
          // With lone CRs an end is only known with the next byte, so that not every one is a place to cut.
          if (!dialect.crEndsRecord) expect(fine.ends).toEqual(truth.ends);
        }),
        { numRuns: 500 },
      );
    });
  }
});

describe('the extractor and the row writer', () => {
  let engine: ChunkEngine;
  beforeAll(async () => {
    engine = await ChunkEngine.open({ threads: 1 });
  });
  afterAll(() => engine.close());

  for (const dialect of DIALECTS) {
    it(`keep the cells that csv-parse reads: ${JSON.stringify(dialect)}`, async () => {
      await fc.assert(
        fc.asyncProperty(text, fc.integer({ min: 1, max: 4 }), async (sample, columns) => {
          const { open, records, lines: _lines } = scan(sample, dialect, 4096);
          if (open || sample === '') return;
          const job = engine.createJob({
            ...dialect,
            columns,
            addressColumns: [0],
            countryColumn: -1,
            country: '',
            ragged: 'reject',
            schema: 'libpostal',
            constants: [],
          });
          const result = await engine.processChunk(job, 0, Buffer.from(sample), { byteOffset: 0, line: 1 });
          expect(result.rows + result.rejected + result.blank).toBe(records);
          const written = parse(result.output).map((row: string[]) => row.slice(0, columns));
          const rejected = parse(result.rejects) as string[][];
          expect(written.length).toBe(result.rows);
          expect(rejected.length).toBe(result.rejected);
          // A closing quote with something behind it is a reject, however csv-parse mends it.
          const doubtful = rejected.filter((row) => !/columns/.test(row[3] ?? '')).length;
          const wide = oracle(sample, dialect).records.filter((row) => row.length === columns);
          const expected = columns === 1 ? wide : wide.filter((row) => columns > 1 || row.join('') !== '');
          expect(expected.length - written.length).toBeGreaterThanOrEqual(0);
          expect(expected.length - written.length).toBeLessThanOrEqual(doubtful);
          if (expected.length === written.length) expect(written).toEqual(expected);
          result.release();
        }),
        { numRuns: 300 },
      );
    });
  }
});
