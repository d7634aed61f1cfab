import { PosthasteError } from '../errors.js';
import type { Compression } from './types.js';

interface Format {
  name: string;
  /** As latin1 characters, at the beginning of the file. */
  magic: string;
  /** What to do about it. */
  advice: string;
}

const EXPORT = 'export it as CSV first';
const UNPACK = 'unpack it first';
const OTHER = 'give a CSV file';

/** What hides behind `.csv` names. */
const FORMATS: readonly Format[] = [
  { name: 'a PDF document', magic: '%PDF-', advice: OTHER },
  { name: 'an old Excel workbook (XLS)', magic: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', advice: EXPORT },
  { name: 'a Parquet file', magic: 'PAR1\x15', advice: EXPORT },
  { name: 'an Arrow file', magic: 'ARROW1\0', advice: EXPORT },
  { name: 'an SQLite database', magic: 'SQLite format 3\0', advice: EXPORT },
  ...Array.from('123456789', (level) => ({
    name: 'a bzip2 file',
    magic: `BZh${level}1AY&SY`,
    advice: UNPACK,
  })),
  { name: 'an xz file', magic: '\xfd7zXZ\0', advice: UNPACK },
  { name: 'an lz4 file', magic: '\x04"M\x18', advice: UNPACK },
  { name: 'a 7-Zip archive', magic: "7z\xbc\xaf'\x1c", advice: UNPACK },
  { name: 'a RAR archive', magic: 'Rar!\x1a\x07', advice: UNPACK },
  { name: 'a PNG image', magic: '\x89PNG\r\n\x1a\n', advice: OTHER },
  { name: 'a JPEG image', magic: '\xff\xd8\xff', advice: OTHER },
  { name: 'a GIF image', magic: 'GIF89a', advice: OTHER },
  { name: 'a program', magic: '\x7fELF', advice: OTHER },
  { name: 'an RTF document', magic: '{\\rtf', advice: EXPORT },
  { name: 'UTF-32 text', magic: '\xff\xfe\0\0', advice: 'convert it to UTF-8 first' },
  { name: 'UTF-32 text', magic: '\0\0\xfe\xff', advice: 'convert it to UTF-8 first' },
];

const ZSTD = 0xfd2fb528;
const ZSTD_SKIPPABLE = 0x184d2a50;

/** By the first bytes, whatever the name of the file says. */
export function compressionOf(start: Buffer): Compression {
  if (start.length >= 3 && start[0] === 0x1f && start[1] === 0x8b && start[2] === 8) return 'gzip';
  const number = start.length >= 4 ? start.readUInt32LE() : 0;
  if (number === ZSTD || (number & 0xfffffff0) >>> 0 === ZSTD_SKIPPABLE) return 'zstd';
  return 'none';
}

function isNot(code: 'ERR_CSV' | 'ERR_ENCODING', path: string, what: string, advice: string): PosthasteError {
  return new PosthasteError(code, `Expected CSV in ${path} but found ${what}; ${advice}`);
}

/** ERR_CSV or ERR_ENCODING when the decompressed bytes are some well-known format that is no CSV. */
export function refuseOtherFormats(start: Buffer, path: string): void {
  const text = start.subarray(0, 4096).toString('latin1');
  if (text.startsWith('PK\x03\x04') || text.startsWith('PK\x05\x06')) {
    if (/\[Content_Types\]\.xml|_rels\/|xl\//u.test(text))
      throw isNot('ERR_CSV', path, 'an Excel workbook (XLSX)', EXPORT);
    if (text.includes('opendocument')) throw isNot('ERR_CSV', path, 'an OpenDocument file', EXPORT);
    throw isNot('ERR_CSV', path, 'a ZIP archive', UNPACK);
  }
  for (const { name, magic, advice } of FORMATS) {
    if (text.startsWith(magic))
      throw isNot(name.startsWith('UTF') ? 'ERR_ENCODING' : 'ERR_CSV', path, name, advice);
  }
  if (compressionOf(start) !== 'none') throw isNot('ERR_ENCODING', path, 'compressed data once more', UNPACK);
  const visible = text
    .replace(/^\xef\xbb\xbf/u, '')
    .trimStart()
    .slice(0, 200)
    .toLowerCase();
  if (/^<(!doctype html|html|head|body)\b/u.test(visible))
    throw isNot('ERR_CSV', path, 'an HTML page', EXPORT);
  if (/^<\?xml\b/u.test(visible)) throw isNot('ERR_CSV', path, 'an XML document', EXPORT);
  if (/^(\[\s*)?\{\s*"[^"]*"\s*:/u.test(visible)) throw isNot('ERR_CSV', path, 'JSON', EXPORT);
}
