import { PosthasteError } from '../errors.js';
import { createDecoder, type Decoder } from './decode.js';
import { gunzip } from './gzip.js';
import { RawFile } from './raw.js';
import type { RawBlocks } from './sources.js';
import type { BlockOptions, BlockReader, Compression, InputShape } from './types.js';
import { unzstd } from './zstd.js';

const BOM_BYTES = 3;
const EMPTY: Buffer = Buffer.alloc(0);

/** Raw blocks, or the blocks inside the compression. `close` ends the decompression, not `raw`. */
export function decompressed(
  raw: RawBlocks,
  compression: Compression,
  path: string,
  blockSize: number,
): RawBlocks & { close(): Promise<void> } {
  if (compression === 'none') return { read: () => raw.read(), close: async () => {} };
  const inner = compression === 'gzip' ? gunzip(raw, path, blockSize) : unzstd(raw, path);
  return {
    read: async () => {
      const next = await inner.next();
      return next.done === true ? null : next.value;
    },
    close: async () => {
      await inner.return(undefined);
    },
  };
}

class FileBlocks implements BlockReader {
  readonly #path: string;
  readonly #raw: RawFile;
  readonly #bytes: ReturnType<typeof decompressed>;
  readonly #decoder: Decoder;
  readonly #blockSize: number;
  /** Decoded bytes still to be left out. */
  #skip: number;
  /** Decoded bytes that are longer than a block should be. */
  #rest = EMPTY;
  #ended = false;

  constructor(path: string, shape: InputShape, options: BlockOptions) {
    this.#path = path;
    this.#blockSize = options.blockSize;
    const { expect } = options;
    this.#raw = new RawFile(path, {
      blockSize: options.blockSize,
      hash: true,
      ...(expect === undefined ? {} : { expect }),
    });
    this.#bytes = decompressed(this.#raw, shape.compression, path, options.blockSize);
    this.#decoder = createDecoder(shape.encoding, path);
    this.#skip = (options.startAt ?? 0) + (shape.bom ? BOM_BYTES : 0);
  }

  get rawSha256(): string {
    const digest = this.#raw.sha256;
    if (!this.#ended || digest === undefined)
      throw new PosthasteError('ERR_INTERNAL', `The hash of ${this.#path} is asked for before its end`);
    return digest;
  }

  get rawBytesRead(): number {
    return this.#raw.bytesRead;
  }

  async read(): Promise<Buffer | null> {
    while (this.#rest.length === 0) {
      const block = this.#ended ? null : await this.#bytes.read();
      if (block === null) return this.#finish();
      const decoded = this.#decoder.decode(block);
      const left = Math.min(this.#skip, decoded.length);
      this.#skip -= left;
      this.#rest = left === 0 ? decoded : decoded.subarray(left);
    }
    // Decoding makes a block longer by up to 3; only decompression makes it much longer.
    const end = this.#rest.length <= this.#blockSize * 3 ? this.#rest.length : this.#blockSize;
    const block = this.#rest.subarray(0, end);
    this.#rest = this.#rest.subarray(end);
    return block;
  }

  async #finish(): Promise<null> {
    if (this.#ended) return null;
    this.#decoder.finish();
    if (this.#skip > 0)
      throw new PosthasteError(
        'ERR_STATE',
        `Expected ${this.#skip} more bytes in ${this.#path} to resume behind`,
      );
    // A decompressor may stop without having seen the end of the file.
    while ((await this.#raw.read()) !== null);
    this.#ended = true;
    return null;
  }

  async close(): Promise<void> {
    await this.#raw.close();
    await this.#bytes.close();
  }
}

/** The file is opened by the first `read`. */
export function openBlocks(path: string, shape: InputShape, options: BlockOptions): BlockReader {
  return new FileBlocks(path, shape, options);
}
