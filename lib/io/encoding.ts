import { PosthasteError } from '../errors.js';
import type { DialectOptions, Encoding } from './types.js';

export interface FoundEncoding {
  encoding: Encoding;
  bom: boolean;
}

const BOMS: readonly { encoding: Encoding; bytes: Buffer }[] = [
  { encoding: 'utf-8', bytes: Buffer.of(0xef, 0xbb, 0xbf) },
  { encoding: 'utf-16le', bytes: Buffer.of(0xff, 0xfe) },
  { encoding: 'utf-16be', bytes: Buffer.of(0xfe, 0xff) },
];

function wrong(path: string, expected: string, found: string, advice: string): PosthasteError {
  return new PosthasteError('ERR_ENCODING', `Expected ${expected} in ${path} but found ${found}; ${advice}`);
}

/** Share of zero bytes at even and at odd places: text in UTF-16 has nearly all of them on one side. */
function zeroShares(sample: Buffer): { even: number; odd: number } {
  const zeros = [0, 0];
  const length = Math.min(sample.length, 4096) & ~1;
  for (let at = 0; at < length; at += 1) if (sample[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1;
  const half = Math.max(1, length / 2);
  return { even: (zeros[0] ?? 0) / half, odd: (zeros[1] ?? 0) / half };
}

/** Control characters that text does not have; tab, line ends, form feed, escape and the like count as text. */
function controlShare(sample: Buffer): number {
  let controls = 0;
  for (const byte of sample) if (byte < 9 || byte === 0x7f || (byte > 13 && byte < 27)) controls += 1;
  return controls / Math.max(1, sample.length);
}

/** The encoding of a file by its first bytes; ERR_ENCODING when it contradicts the options or is none. */
export function findEncoding(
  sample: Buffer,
  wanted: DialectOptions['encoding'],
  path: string,
): FoundEncoding {
  const mark = BOMS.find(({ bytes }) => sample.subarray(0, bytes.length).equals(bytes));
  if (mark !== undefined) {
    if (wanted === 'auto' || wanted === mark.encoding) return { encoding: mark.encoding, bom: true };
    // Any two bytes may begin a file in a one-byte encoding; three that make a mark are no chance.
    if (mark.encoding === 'utf-8' || wanted.startsWith('utf'))
      throw wrong(path, wanted, `the byte order mark of ${mark.encoding}`, `use --encoding ${mark.encoding}`);
  }
  const utf16 = wanted === 'utf-16le' || wanted === 'utf-16be';
  if (!utf16) {
    const { even, odd } = zeroShares(sample);
    // Only the delimiters and line ends are below U+0100 in a Chinese file.
    const least = 0.05;
    const little = odd > least && even < odd / 4;
    const big = even > least && odd < even / 4;
    if (little || big) {
      const found = 'what looks like UTF-16 without a byte order mark';
      throw wrong(path, 'UTF-8', found, `use --encoding ${little ? 'utf-16le' : 'utf-16be'}`);
    }
    if (controlShare(sample) > 0.02) throw wrong(path, 'text', 'binary data', 'give a CSV file');
  }
  return { encoding: wanted === 'auto' ? 'utf-8' : wanted, bom: false };
}
