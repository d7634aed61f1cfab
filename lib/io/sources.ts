import { PosthasteError } from '../errors.js';

/** Where blocks come from; one `read` at a time. */
export interface RawBlocks {
  read(): Promise<Buffer | null>;
}

export function damaged(path: string, format: string, reason: string, cause?: unknown): PosthasteError {
  const message = `Expected intact ${format} data in ${path} but found damage: ${reason}. Make the file anew`;
  return new PosthasteError('ERR_ENCODING', message, { cause });
}

/** Bytes by number from blocks of any length. */
export class ByteQueue {
  readonly #blocks: RawBlocks;
  #held: Buffer = Buffer.alloc(0);

  constructor(blocks: RawBlocks) {
    this.#blocks = blocks;
  }

  /** Exactly `count` bytes, or fewer at the end. */
  async take(count: number): Promise<Buffer> {
    if (this.#held.length < count) {
      const parts = [this.#held];
      let length = this.#held.length;
      while (length < count) {
        const block = await this.#blocks.read();
        if (block === null) break;
        parts.push(block);
        length += block.length;
      }
      this.#held = Buffer.concat(parts, length);
    }
    const taken = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return taken;
  }

  /** Leaves out `count` bytes; false when there were fewer. */
  async skip(count: number): Promise<boolean> {
    let left = count;
    while (left > this.#held.length) {
      left -= this.#held.length;
      this.#held = (await this.#blocks.read()) ?? Buffer.alloc(0);
      if (this.#held.length === 0) return false;
    }
    this.#held = this.#held.subarray(left);
    return true;
  }
}
