import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { PosthasteError } from '../errors.js';
import { identify, identityOf, noInput, notRegular, sameIdentity } from './identity.js';
import type { InputFile } from './types.js';

/** Opening a FIFO or a terminal must neither wait nor adopt it. */
const READ_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

export interface RawOptions {
  blockSize: number;
  hash: boolean;
  expect?: InputFile;
}

function changed(path: string, what: string, cause?: unknown): PosthasteError {
  const message = `Expected ${path} to stay as it is while it is read but ${what}; run again when it is complete`;
  return new PosthasteError('ERR_INPUT_CHANGED', message, { cause });
}

/** The raw bytes of a file, one block read ahead; hashed as they come. */
export class RawFile {
  readonly #path: string;
  readonly #options: RawOptions;
  readonly #hash: Hash | undefined;
  #file: FileHandle | undefined;
  #identity: InputFile | undefined;
  #ahead: Promise<Buffer | null> | undefined;
  #asked = 0;
  #given = 0;
  #digest: string | undefined;
  #closing: Promise<void> | undefined;

  constructor(path: string, options: RawOptions) {
    this.#path = path;
    this.#options = options;
    this.#hash = options.hash ? createHash('sha256') : undefined;
  }

  /** Raw bytes that `read` gave so far. */
  get bytesRead(): number {
    return this.#given;
  }

  /** Lower-case hex, as soon as `read` gave null. */
  get sha256(): string | undefined {
    return this.#digest;
  }

  /** The next block, null at the end. */
  async read(): Promise<Buffer | null> {
    if (this.#closing !== undefined)
      throw new PosthasteError('ERR_CLOSED', `The reader of ${this.#path} is closed`);
    if (this.#digest !== undefined) return null;
    // Kept in the field while it runs, so that `close` can wait for it.
    this.#ahead ??= this.#fill();
    const block = await this.#ahead;
    this.#ahead = undefined;
    if (block === null) {
      await this.#checkIdentity();
      this.#digest = this.#hash?.digest('hex') ?? '';
      return null;
    }
    this.#given += block.length;
    if (this.#remaining() > 0) {
      this.#ahead = this.#fill();
      // The failure belongs to the read that waits for it; until then nobody listens.
      this.#ahead.catch(() => {});
    }
    this.#hash?.update(block);
    return block;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    // Memory that the kernel still writes into, and a file that is still being opened, must be waited for.
    await this.#ahead?.catch(() => {});
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  #remaining(): number {
    return (this.#identity?.size ?? 0) - this.#asked;
  }

  async #open(): Promise<FileHandle> {
    let file: FileHandle;
    try {
      file = await open(this.#path, READ_FLAGS);
    } catch (cause) {
      throw noInput(this.#path, cause);
    }
    this.#file = file;
    const stats = await file.stat({ bigint: true });
    if (!stats.isFile()) throw notRegular(this.#path, stats);
    this.#identity = identityOf(this.#path, stats);
    const { expect } = this.#options;
    if (expect !== undefined && !sameIdentity(expect, this.#identity))
      throw changed(this.#path, 'it changed after it was planned');
    return file;
  }

  async #fill(): Promise<Buffer | null> {
    const file = this.#file ?? (await this.#open());
    const wanted = Math.min(this.#options.blockSize, this.#remaining());
    if (wanted <= 0) return null;
    const block = Buffer.allocUnsafeSlow(wanted);
    let bytesRead: number;
    try {
      ({ bytesRead } = await file.read(block, 0, wanted, this.#asked));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new PosthasteError('ERR_NO_INPUT', `Cannot read ${this.#path}: ${reason}`, { cause });
    }
    if (bytesRead === 0) throw changed(this.#path, `it became shorter than ${this.#identity?.size} bytes`);
    this.#asked += bytesRead;
    return bytesRead === wanted ? block : block.subarray(0, bytesRead);
  }

  async #checkIdentity(): Promise<void> {
    let now: InputFile;
    try {
      now = await identify(this.#path);
    } catch (cause) {
      throw changed(this.#path, 'it is not there any more', cause);
    }
    if (this.#identity === undefined || !sameIdentity(this.#identity, now))
      throw changed(this.#path, `it changed (${now.size} bytes now, ${this.#identity?.size} before)`);
  }
}
