import { PosthasteError } from '../errors.js';
import { decompressed } from './blocks.js';
import { createDecoder } from './decode.js';
import { findDialect, type Sample } from './dialect.js';
import { findEncoding } from './encoding.js';
import { looksLikeHeader } from './header.js';
import { compressionOf, refuseOtherFormats } from './magic.js';
import { RawFile } from './raw.js';
import type { RawBlocks } from './sources.js';
import type { Compression, DialectOptions, InputShape } from './types.js';

const SAMPLE_BYTES = 262_144;
/** Records by which a header is told from data. */
const HEADER_RECORDS = 200;

/** Reads on until `count` bytes are there or the source ends. */
async function readUpTo(source: RawBlocks, count: number): Promise<{ bytes: Buffer; whole: boolean }> {
  const parts: Buffer[] = [];
  let length = 0;
  while (length < count) {
    const block = await source.read();
    if (block === null) return { bytes: Buffer.concat(parts, length), whole: true };
    parts.push(block);
    length += block.length;
  }
  const bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, length);
  return { bytes: bytes.subarray(0, count), whole: false };
}

/** Hands out blocks that were looked at already, then the others. */
class Rewound implements RawBlocks {
  readonly #blocks: RawBlocks;
  #first: Buffer | null;

  constructor(first: Buffer, blocks: RawBlocks) {
    this.#first = first;
    this.#blocks = blocks;
  }

  async read(): Promise<Buffer | null> {
    const first = this.#first;
    this.#first = null;
    return first !== null && first.length > 0 ? first : this.#blocks.read();
  }
}

/** The first decompressed bytes of a file. */
async function sampleBytes(
  path: string,
  wanted: DialectOptions['compression'],
): Promise<{ compression: Compression; bytes: Buffer; whole: boolean }> {
  const raw = new RawFile(path, { blockSize: SAMPLE_BYTES, hash: false });
  let inner: ReturnType<typeof decompressed> | undefined;
  try {
    const first = (await raw.read()) ?? Buffer.alloc(0);
    const found = compressionOf(first);
    if (wanted !== 'auto' && wanted !== 'none' && wanted !== found && first.length > 0)
      throw new PosthasteError(
        'ERR_ENCODING',
        `Expected ${wanted} data in ${path} as --compression says but found none`,
      );
    const compression = wanted === 'auto' ? found : wanted;
    if (first.length === 0) return { compression: 'none', bytes: first, whole: true };
    inner = decompressed(new Rewound(first, raw), compression, path, 65_536);
    return { compression, ...(await readUpTo(inner, SAMPLE_BYTES)) };
  } finally {
    await raw.close();
    await inner?.close();
  }
}

/** Column names as text. Cells come as latin1, one character a byte. */
function decodeNames(cells: readonly string[], path: string): string[] {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return cells.map((cell) => utf8.decode(Buffer.from(cell, 'latin1')));
  } catch (cause) {
    const message = `Expected UTF-8 in the header of ${path} but found other bytes; name the encoding, such as --encoding windows-1252`;
    throw new PosthasteError('ERR_ENCODING', message, { cause });
  }
}

function toText(cell: string): string {
  return Buffer.from(cell, 'latin1').toString('utf8');
}

/** The decoded sample; a character that its end cuts off is left out. */
function decodeSample(
  bytes: Buffer,
  whole: boolean,
  encoding: InputShape['encoding'],
  bom: boolean,
  path: string,
): Sample {
  const decoder = createDecoder(encoding, path);
  const decoded = decoder.decode(bytes);
  if (whole) decoder.finish();
  return { bytes: bom ? decoded.subarray(3) : decoded, whole };
}

/**
 * Looks at the first 256 KiB of decoded bytes. What the options name is taken as it is.
 * ERR_NO_INPUT, ERR_ENCODING (damaged compression, another encoding than told, binary data), ERR_CSV (another format).
 */
export async function inspect(path: string, options: DialectOptions): Promise<InputShape> {
  const { compression, bytes, whole } = await sampleBytes(path, options.compression);
  refuseOtherFormats(bytes, path);
  const { encoding, bom } = findEncoding(bytes, options.encoding, path);
  const sample = decodeSample(bytes, whole, encoding, bom, path);
  const { dialect, records, openQuote } = findDialect(sample, options.delimiter, options.quote);
  const shape = { compression, encoding, bom, ...dialect };
  const [first] = records;
  if (first === undefined) {
    if (whole && !openQuote) return { ...shape, hasHeader: false, columns: [] };
    const found = openQuote ? 'an unclosed quote' : `no record end in the first ${sample.bytes.length} bytes`;
    throw new PosthasteError(
      'ERR_CSV',
      `Expected records in ${path} but found ${found}; check --quote and --delimiter`,
    );
  }
  const marker = /^sep=(.)$/iu.exec(
    sample.bytes
      .subarray(0, 8)
      .toString('latin1')
      .split(/[\r\n]/u)[0] ?? '',
  );
  if (marker !== null)
    throw new PosthasteError(
      'ERR_CSV',
      `Expected records in ${path} but its first line is Excel's '${marker[0]}'; remove the line and use --delimiter '${marker[1]}'`,
    );
  const hasHeader =
    options.header === 'yes' ||
    (options.header === 'auto' &&
      looksLikeHeader(records.slice(0, HEADER_RECORDS).map((record) => record.map(toText))));
  const columns = hasHeader ? decodeNames(first, path) : first.map((_, index) => `column_${index + 1}`);
  return { ...shape, hasHeader, columns };
}
