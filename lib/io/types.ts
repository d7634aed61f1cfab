/** What lib/io tells about files. Everything here is JSON-serialisable. */

/** A regular file as `stat` saw it; the numbers that may exceed 2^53 are decimal strings. */
export interface InputFile {
  /** Absolute. */
  path: string;
  dev: string;
  ino: string;
  size: number;
  mtimeNs: string;
  ctimeNs: string;
}

export type Compression = 'none' | 'gzip' | 'zstd';
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1' | 'windows-1252';

/** How the bytes of one input are to be read; frozen for the length of a file. */
export interface InputShape {
  compression: Compression;
  encoding: Encoding;
  /** Whether the decoded text begins with a byte order mark; the blocks never hold it. */
  bom: boolean;
  /** One ASCII character. */
  delimiter: string;
  /** One ASCII character, or '' when the input has no quoting. */
  quote: string;
  /** True when lone CRs end the records. */
  crEndsRecord: boolean;
  /** The header is the first record that is no blank line. */
  hasHeader: boolean;
  /** Names of the header, or `column_1`, `column_2` … without one. Empty for a file without any record. */
  columns: string[];
}

/** The part of the configuration that says how an input is to be read; 'auto' means: look at it. */
export interface DialectOptions {
  delimiter: string;
  /** 'auto', 'none', or one character. */
  quote: string;
  header: 'auto' | 'yes' | 'no';
  encoding: 'auto' | Encoding;
  compression: 'auto' | Compression;
}

export interface ColumnOptions {
  /** Names, or `column_N`; empty: find them by well-known names. */
  addressColumns: string[];
  countryColumn: string | null;
}

export interface ColumnChoice {
  /** Zero-based, in the order in which they are joined; empty only for a file without columns. */
  addressColumns: number[];
  /** Zero-based, or -1. */
  countryColumn: number;
  /** One phrase for people: how the columns were chosen. */
  how: string;
}

export interface DiscoverOptions {
  /** What relative patterns refer to. */
  cwd: string;
  /** Globs or paths (a directory stands for all that lies in it). */
  exclude?: string[];
}

export interface BlockOptions {
  /** Bytes to read from the file at once; a block is about as long, more when decoding makes it longer. */
  blockSize: number;
  /** Bytes of the decoded stream (byte order mark not counted) to leave out at the beginning; they are hashed all the same. */
  startAt?: number;
  /** The identity that the file must still have; without it the identity at opening. */
  expect?: InputFile;
}

/** Reads one input from its beginning to its end, decoded to UTF-8. Not to be shared: one `read` at a time. */
export interface BlockReader {
  /**
   * The next bytes of the decoded stream, never empty, or null at the end. The Buffer belongs to the caller.
   * Rejects with ERR_ENCODING (bytes that do not decode, damaged compression), ERR_INPUT_CHANGED (at the end, when
   * the file is not the one that was opened), ERR_NO_INPUT (the file cannot be opened).
   */
  read(): Promise<Buffer | null>;
  /** SHA-256 of the raw bytes of the file, lower-case hex. Only after `read` gave null. */
  readonly rawSha256: string;
  /** Raw bytes taken from the file so far: for progress against `InputFile.size`. */
  readonly rawBytesRead: number;
  /** Safe to call at any time and twice. */
  close(): Promise<void>;
}
