import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { PosthasteError } from '../errors.js';
import { diskError, outputError, resultError } from './output-error.js';

/** The operating system's lock on an open descriptor; it ends with the process, however that ends. */
export interface FileLocks {
  lockFile(fd: number): boolean;
  unlockFile(fd: number): void;
}

const BRIEF_TRIES = 4;
const BRIEF_WAIT_MS = 40;
const LONGEST_WAIT_MS = 60_000;

/** The lock of a batch job, held for the length of a run. */
export class BatchLock {
  private constructor(
    private readonly locks: FileLocks,
    private readonly handle: FileHandle,
  ) {}

  /** ERR_LOCKED at once when another process holds it. */
  static async take(locks: FileLocks, file: string, batchId: string): Promise<BatchLock> {
    const handle = await open(file, 'a+').catch((error: unknown) => {
      throw outputError('create', `Cannot open ${file}: ${(error as Error).message}`, error);
    });
    // Somebody who asks for the status holds it for an instant, so a held lock is asked for again.
    for (let tries = 1; !locks.lockFile(handle.fd); tries++) {
      if (tries === BRIEF_TRIES) {
        const holder = await handle.readFile('utf8').catch(() => '');
        await handle.close();
        throw new PosthasteError(
          'ERR_LOCKED',
          `Batch ${batchId} is being worked on by another process${holder ? ` (${holder.trim()})` : ''}. Wait for it to end, or stop it; it can be resumed.`,
        );
      }
      await sleep(BRIEF_WAIT_MS);
    }
    await handle.truncate(0);
    await handle.write(`pid ${process.pid} since ${new Date().toISOString()}\n`);
    return new BatchLock(locks, handle);
  }

  async release(): Promise<void> {
    this.locks.unlockFile(this.handle.fd);
    await this.handle.close();
  }
}

/** Holds the lock of a part as long as the handle is open; ERR_LOCKED when another batch job writes the same output. */
export async function lockPart(locks: FileLocks, part: string): Promise<FileHandle> {
  const handle = await open(part, 'a').catch((error: unknown) => {
    throw resultError(error, `Cannot open ${part}`);
  });
  if (locks.lockFile(handle.fd)) return handle;
  await handle.close();
  throw new PosthasteError(
    'ERR_LOCKED',
    `${part} is being written by another batch job with the same time stamp`,
  );
}

/** Whether some process holds the lock right now. */
export async function isLocked(locks: FileLocks, file: string): Promise<boolean> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return false;
  try {
    if (!locks.lockFile(handle.fd)) return true;
    locks.unlockFile(handle.fd);
    return false;
  } finally {
    await handle.close();
  }
}

/** Does `work` while holding the lock, waiting for it; for sections of some milliseconds. */
export async function withLock(locks: FileLocks, file: string, work: () => Promise<void>): Promise<void> {
  const handle = await open(file, 'a').catch((error: unknown) => {
    throw diskError(error, `Cannot open ${file}`);
  });
  try {
    for (const since = Date.now(); !locks.lockFile(handle.fd); await sleep(3)) {
      if (Date.now() - since > LONGEST_WAIT_MS) {
        throw new PosthasteError(
          'ERR_LOCKED',
          `Another process has held ${file} for a minute. Stop it and resume.`,
        );
      }
    }
    try {
      await work();
    } finally {
      locks.unlockFile(handle.fd);
    }
  } finally {
    await handle.close();
  }
}
