import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { AppendFile } from '../io/index.js';
import type { PartMark } from './journal-entry.js';
import { resultError } from './output-error.js';

const REREAD_BLOCK = 1 << 20;

/** A file of results while it grows under its `.part` name, with the digests of what it holds. */
export class PartWriter {
  /** Time in milliseconds. */
  readonly spent = { write: 0, sync: 0, hash: 0 };
  private crc = 0;
  private sha256 = createHash('sha256');

  private constructor(private readonly file: AppendFile) {}

  /** Begins anew, whatever is there. */
  static async create(path: string): Promise<PartWriter> {
    return new PartWriter(await openAppending(path, 0));
  }

  /** Goes on behind a mark and cuts the rest off. Null when the file does not hold what the mark says. */
  static async resume(path: string, mark: PartMark): Promise<PartWriter | null> {
    const held = await reread(path, mark.offset);
    if (held?.crc !== mark.crc) return null;
    const part = new PartWriter(await openAppending(path, mark.offset));
    part.crc = held.crc;
    part.sha256 = held.sha256;
    return part;
  }

  get mark(): PartMark {
    return { offset: this.file.length, crc: this.crc };
  }

  async append(bytes: Uint8Array): Promise<void> {
    const since = performance.now();
    try {
      await this.file.write(bytes);
    } catch (error) {
      throw resultError(error, `Cannot write ${this.file.path}`);
    }
    const written = performance.now();
    this.spent.write += written - since;
    this.digest(bytes);
    this.spent.hash += performance.now() - written;
  }

  async sync(): Promise<void> {
    const since = performance.now();
    try {
      await this.file.sync();
    } catch (error) {
      throw resultError(error, `Cannot write ${this.file.path} to the disk`);
    }
    this.spent.sync += performance.now() - since;
  }

  /** SHA-256 of the whole file; nothing can be appended after it. */
  finish(): string {
    return this.sha256.digest('hex');
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private digest(bytes: Uint8Array): void {
    this.crc = crc32(bytes, this.crc);
    this.sha256.update(bytes);
  }
}

async function openAppending(path: string, truncateTo: number): Promise<AppendFile> {
  try {
    return await AppendFile.open(path, { truncateTo });
  } catch (error) {
    throw resultError(error, `Cannot open ${path}`);
  }
}

/** The digests of the first `length` bytes; null when there are fewer. */
async function reread(path: string, length: number): Promise<{ crc: number; sha256: Hash } | null> {
  const handle = await open(path, 'r').catch(() => null);
  if (!handle) return null;
  try {
    const sha256 = createHash('sha256');
    const block = Buffer.allocUnsafe(Math.min(REREAD_BLOCK, length));
    let crc = 0;
    for (let at = 0; at < length; ) {
      const { bytesRead } = await handle.read(block, 0, Math.min(block.length, length - at), at);
      if (bytesRead === 0) return null;
      const bytes = block.subarray(0, bytesRead);
      crc = crc32(bytes, crc);
      sha256.update(bytes);
      at += bytesRead;
    }
    return { crc, sha256 };
  } finally {
    await handle.close();
  }
}
