/** The native scanner and extractor against csv-parse, on random text rich in quotes and line ends. */

import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadBinding } from '../../lib/binding/load.js';

const binding = loadBinding();

interface Found {
  /** Byte offset behind each record, blank lines included. */
  ends: number[];
}

/** Record ends as csv-parse sees them. */
function oracle(text: string, delimiter: string, quote: string, crEndsRecord: boolean): Found {
  const ends: number[] = [];
  let bytes = 0;
  parse(Buffer.from(text), {
    delimiter,
    quote: quote === '' ? false : quote,
    escape: quote === '' ? null : quote,
    relax_quotes: true,
    relax_column_count: true,
    relax: true,
    record_delimiter: crEndsRecord ? ['\r\n', '\n', '\r'] : ['\r\n', '\n'],
    raw: true,
    info: true,
    on_record: (record: { info: { bytes: number } }) => {
      bytes = record.info.bytes;
      ends.push(bytes);
      return null;
    },
  } as never);
  return { ends };
}

/** Record ends as the native scanner finds them, fed `step` bytes at a time. */
function scan(
  text: string,
  delimiter: string,
  quote: string,
  crEndsRecord: boolean,
  step: number,
): Found & { open: boolean } {
  const bytes = Buffer.from(text);
  const scanner = binding.createScanner({ delimiter, quote, crEndsRecord });
  const cuts: number[] = [];
  let records = 0;
  for (let at = 0; at < bytes.length; at += step) {
    const cut = scanner.feed(bytes.subarray(at, at + step));
    records += cut.records;
    if (cut.end > 0) cuts.push(at + cut.end);
  }
  const tail = scanner.finish();
  if (tail.pending) {
    cuts.push(bytes.length);
    records += 1;
  }
  expect(records).toBeGreaterThanOrEqual(cuts.length);
  return { ends: cuts, open: tail.openQuote };
}

const text = fc
  .array(
    fc.constantFrom('a', 'bé', ',', ';', '"', '""', '"\n"', '\n', '\r', '\r\n', ' ', ',"', '",', '"x', '東'),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

describe('the scanner against csv-parse', () => {
  for (const [delimiter, quote] of [
    [',', '"'],
    [';', '"'],
    [',', ''],
  ] as const) {
    for (const cr of [false, true]) {
      it(`cuts where csv-parse does (delimiter ${delimiter}, quote ${quote || 'none'}, CR ${cr})`, () => {
        fc.assert(
          fc.property(text, fc.integer({ min: 1, max: 80 }), (sample, step) => {
            const found = scan(sample, delimiter, quote, cr, 1);
            const coarse = scan(sample, delimiter, quote, cr, step);
            // Whatever the step, each cut is one of the cuts found byte by byte, and the last one is the same.
            expect(coarse.ends.every((end) => found.ends.includes(end))).toBe(true);
            expect(coarse.ends.at(-1)).toBe(found.ends.at(-1));
            if (found.open) return; // csv-parse refuses an open quote at the end as a whole.
            expect(found.ends).toEqual(oracle(sample, delimiter, quote, cr).ends);
          }),
          { numRuns: 2000 },
        );
      });
    }
  }
});
