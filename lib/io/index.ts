import type {
  BlockOptions,
  BlockReader,
  ColumnChoice,
  ColumnOptions,
  DialectOptions,
  DiscoverOptions,
  InputFile,
  InputShape,
} from './types.js';

export type * from './types.js';

/** ERR_NO_INPUT when a plain path does not exist; an empty list when globs match nothing. Sorted by the bytes of the path. */
export declare function discover(patterns: string[], options: DiscoverOptions): Promise<InputFile[]>;
/** Reads at most 256 KiB of decoded bytes. ERR_ENCODING, ERR_CSV, ERR_NO_INPUT. */
export declare function inspect(path: string, options: DialectOptions): Promise<InputShape>;
/** ERR_OPTION when the address column cannot be told. */
export declare function resolveColumns(shape: InputShape, options: ColumnOptions): ColumnChoice;
/** The file is opened by the first `read`. */
export declare function openBlocks(path: string, shape: InputShape, options: BlockOptions): BlockReader;
/** stat of a regular file; ERR_NO_INPUT otherwise. */
export declare function identify(path: string): Promise<InputFile>;
/** Whether both are the same unchanged file (all but the path). */
export declare function sameIdentity(a: InputFile, b: InputFile): boolean;
/** Temporary file beside `path`, all bytes, fsync, rename, fsync of the directory. ERR_OUTPUT; the target is old or new, never in between. */
export declare function writeFileAtomic(path: string, bytes: Uint8Array | string): Promise<void>;
/** Makes the entries of a directory durable. */
export declare function fsyncDir(directory: string): Promise<void>;
/** mkdir -p, and the new entries made durable. */
export declare function makeDirDurable(directory: string): Promise<void>;
/** Writes all bytes at the end and syncs. */
export declare function appendDurable(
  handle: import('node:fs/promises').FileHandle,
  bytes: Uint8Array | string,
): Promise<void>;
/** Lower-case hex. */
export declare function sha256File(path: string): Promise<string>;

/** A file that only grows: every write is complete or ERR_OUTPUT. */
export declare class AppendFile {
  /** Opens or creates; `truncateTo`: cut to this length first (ERR_STATE when it is shorter). `exclusive`: must not exist yet. */
  static open(path: string, options?: { truncateTo?: number; exclusive?: boolean }): Promise<AppendFile>;
  readonly path: string;
  /** For flock. */
  readonly fd: number;
  /** Length after all finished writes. */
  readonly length: number;
  write(bytes: Uint8Array | string): Promise<void>;
  /** fdatasync. */
  sync(): Promise<void>;
  close(): Promise<void>;
}
