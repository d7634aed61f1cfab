import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Chunk, ChunkReader } from '../../lib/batch/chunk-reader.js';
import { createScanner } from '../../lib/engine/index.js';
import type { BlockReader } from '../../lib/io/index.js';

/** Bytes in memory as blocks of the given sizes, over and over. */
class MemoryBlocks implements BlockReader {
  readonly rawSha256 = '';
  private at = 0;
  private turn = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly sizes: readonly number[],
  ) {}

  get rawBytesRead(): number {
    return this.at;
  }

  async read(): Promise<Buffer | null> {
    if (this.at >= this.bytes.length) return null;
    const size = this.sizes[this.turn++ % this.sizes.length] as number;
    const block = Buffer.from(this.bytes.subarray(this.at, this.at + size));
    this.at += block.length;
    return block;
  }

  async close(): Promise<void> {}
}

interface Dialect {
  crEndsRecord: boolean;
  hasHeader: boolean;
  quote: string;
}

function readerOf(
  text: string,
  sizes: readonly number[],
  dialect: Dialect,
  maxRecordBytes = 1 << 20,
): ChunkReader {
  const scanner = createScanner({ delimiter: ',', quote: dialect.quote, crEndsRecord: dialect.crEndsRecord });
  return new ChunkReader(new MemoryBlocks(Buffer.from(text), sizes), scanner, { ...dialect, maxRecordBytes });
}

async function chunksOf(reader: ChunkReader): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for (let chunk = await reader.next(); chunk; chunk = await reader.next()) chunks.push(chunk);
  return chunks;
}

/** Where each record begins, found by a scanner that never sees more than one byte. */
function startsOf(text: string, dialect: Dialect): number[] {
  const bytes = Buffer.from(text);
  const starts = new Set([0]);
  for (let at = 1; at <= bytes.length; at++) {
    const scanner = createScanner({
      delimiter: ',',
      quote: dialect.quote,
      crEndsRecord: dialect.crEndsRecord,
    });
    const { end } = scanner.feed(bytes.subarray(0, at));
    if (end > 0) starts.add(end);
  }
  return [...starts].filter((start) => start < bytes.length);
}

const text = fc
  .array(fc.constantFrom('a', 'aaa', 'é', ',', '"', '\n', '\r', '\r', '\r\n', '\r\n', '""', 'b,"', '",'), {
    maxLength: 60,
  })
  .map((pieces) => pieces.join(''));
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 });
const dialect = fc.record({
  crEndsRecord: fc.boolean(),
  hasHeader: fc.boolean(),
  quote: fc.constantFrom('"', ''),
});

describe('cutting an input into chunks', () => {
  test('chunks follow each other without a gap, begin at records, and hold as many as they say', async () => {
    await fc.assert(
      fc.asyncProperty(text, sizes, dialect, async (input, blocks, how) => {
        const chunks = await chunksOf(readerOf(input, blocks, how));
        const starts = startsOf(input, how);
        const bytes = Buffer.from(input);
        let at = chunks[0]?.origin.byteOffset ?? bytes.length;
        const lines = starts.map((start, i) => bytes.subarray(start, starts[i + 1]));
        const header = how.hasHeader ? lines.findIndex((line) => !/^[\r\n]*$/.test(line.toString())) : -1;
        if (header >= 0 || !how.hasHeader) expect(at).toBe(starts[header + 1] ?? bytes.length);
        for (const { bytes: held, origin, records, end } of chunks) {
          expect(origin.byteOffset).toBe(at);
          expect(starts).toContain(at);
          expect(held.equals(bytes.subarray(at, at + held.length))).toBe(true);
          at += held.length;
          expect(end.offset).toBe(at);
          expect(records).toBe(starts.filter((start) => start >= origin.byteOffset && start < at).length);
        }
        expect(at).toBe(bytes.length);
      }),
      { numRuns: 1500 },
    );
  });

  test('lines, header and records that are too large do not depend on the blocks', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        sizes,
        dialect,
        fc.integer({ min: 4, max: 30 }),
        async (input, blocks, how, limit) => {
          const facts = async (sizesOfBlocks: readonly number[]) => {
            const chunks = await chunksOf(readerOf(input, sizesOfBlocks, how, limit)).catch(
              (error: unknown) => error,
            );
            if (!Array.isArray(chunks)) return (chunks as { code: string }).code;
            const large = (chunks as Chunk[]).filter(({ origin }) => origin.oversized);
            const last = (chunks as Chunk[]).at(-1)?.end;
            return {
              first: chunks[0]?.origin,
              large: large.map(({ origin, bytes }) => [origin, bytes.toString()]),
              last,
            };
          };
          expect(await facts(blocks)).toEqual(await facts([1 << 20]));
        },
      ),
      { numRuns: 1500 },
    );
  });

  test('going on behind any chunk gives the same as going through', async () => {
    await fc.assert(
      fc.asyncProperty(text, sizes, sizes, dialect, async (input, blocks, others, how) => {
        const chunks = await chunksOf(readerOf(input, blocks, how));
        for (const { end } of chunks) {
          const reader = readerOf(input, others, how);
          expect(await reader.skipTo(end)).toBe(true);
          const rest = await chunksOf(reader);
          expect(Buffer.concat(rest.map(({ bytes }) => bytes)).toString()).toBe(
            Buffer.from(input).subarray(end.offset).toString(),
          );
          expect(rest.at(-1)?.end ?? end).toEqual(chunks.at(-1)?.end);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('the limit counts the line end', async () => {
    const how = { crEndsRecord: false, hasHeader: false, quote: '"' };
    for (const limit of [7, 8]) {
      const chunks = await chunksOf(readerOf('a,b\r\nlong,r\nc,d\n', [3], how, limit - 1));
      expect(chunks.filter(({ origin }) => origin.oversized)).toHaveLength(limit === 7 ? 1 : 0);
    }
  });

  test('a changed or shorter beginning is noticed', async () => {
    const how = { crEndsRecord: false, hasHeader: true, quote: '"' };
    const input = 'a,b\n1,2\n3,4\n5,6\n';
    const [first] = await chunksOf(readerOf(input, [8], how));
    const end = first?.end as Chunk['end'];
    expect(end.offset).toBe(8);
    expect(await readerOf(input.replace('1', '7'), [5], how).skipTo(end)).toBe(false);
    expect(await readerOf('a,b\n1', [5], how).skipTo(end)).toBe(false);
  });
});
