import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { asPosthasteError, PosthasteError } from '../errors.js';

function failed(what: string, cause: unknown): PosthasteError {
  return asPosthasteError(cause, 'ERR_OUTPUT', what);
}

function toBytes(bytes: Uint8Array | string): Uint8Array {
  return typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
}

/** Writes every byte at `position` (at the file's own position when null). A full disk shows as a short count first. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number | null): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const at = position === null ? null : position + done;
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at);
    if (bytesWritten === 0) throw new Error(`only ${done} of ${bytes.length} bytes could be written`);
    done += bytesWritten;
  }
}

/** Makes the entries of a directory durable. */
export async function fsyncDir(directory: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(directory, constants.O_RDONLY | constants.O_DIRECTORY);
    await handle.sync();
  } catch (cause) {
    // Some network file systems cannot sync a directory, and then there is nothing to be done.
    const code = (cause as NodeJS.ErrnoException).code;
    if (handle === undefined || (code !== 'EINVAL' && code !== 'ENOTSUP'))
      throw failed(`Cannot make the entries of ${directory} durable`, cause);
  } finally {
    await handle?.close();
  }
}

/** `mkdir -p`; the entries that are new are durable afterwards. */
export async function makeDirDurable(directory: string): Promise<void> {
  const wanted = resolve(directory);
  let first: string | undefined;
  try {
    first = await mkdir(wanted, { recursive: true });
    if (first === undefined && !(await stat(wanted)).isDirectory()) throw new Error('it is not a directory');
  } catch (cause) {
    throw failed(`Cannot create the directory ${wanted}`, cause);
  }
  if (first === undefined) return;
  for (let made = wanted; made.length >= first.length; made = dirname(made)) await fsyncDir(dirname(made));
}

let serial = 0;

/**
 * Replaces a file as a whole: a temporary file beside it, all bytes, fsync, rename, fsync of the directory.
 * On ERR_OUTPUT the target is what it was; after a crash it is the old or the new one.
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array | string): Promise<void> {
  const target = resolve(path);
  serial += 1;
  const temporary = join(dirname(target), `.${process.pid}-${Date.now().toString(36)}-${serial}.part`);
  try {
    const handle = await open(temporary, 'wx', 0o666);
    try {
      const whole = toBytes(bytes);
      await writeAll(handle, whole, 0);
      await handle.sync();
      const { size } = await handle.stat();
      if (size !== whole.length) throw new Error(`the file has ${size} bytes instead of ${whole.length}`);
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw failed(`Cannot write ${target}`, cause);
  }
  await fsyncDir(dirname(target));
}

/** Writes all bytes at the end of a file that is open for appending, and syncs. */
export async function appendDurable(handle: FileHandle, bytes: Uint8Array | string): Promise<void> {
  try {
    await writeAll(handle, toBytes(bytes), null);
    await handle.datasync();
  } catch (cause) {
    throw failed('Cannot append', cause);
  }
}

/** A file that only grows: a write is complete or ERR_OUTPUT. One `write` at a time; `sync` may run beside it. */
export class AppendFile {
  readonly path: string;
  readonly #handle: FileHandle;
  #length: number;
  #closed = false;

  private constructor(path: string, handle: FileHandle, length: number) {
    this.path = path;
    this.#handle = handle;
    this.#length = length;
  }

  /**
   * Opens or creates a file. `truncateTo` cuts it to this length first; ERR_STATE when it is shorter.
   * With `exclusive` it must not exist yet.
   */
  static async open(
    path: string,
    options: { truncateTo?: number; exclusive?: boolean } = {},
  ): Promise<AppendFile> {
    const { O_RDWR, O_CREAT, O_EXCL } = constants;
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, O_RDWR | O_CREAT | (options.exclusive === true ? O_EXCL : 0), 0o666);
      let { size } = await handle.stat();
      const { truncateTo } = options;
      if (truncateTo !== undefined && truncateTo !== size) {
        if (truncateTo > size)
          throw new PosthasteError(
            'ERR_STATE',
            `Expected at least ${truncateTo} bytes in ${path} but found ${size}; the file was damaged`,
          );
        await handle.truncate(truncateTo);
        size = truncateTo;
      }
      return new AppendFile(path, handle, size);
    } catch (cause) {
      await handle?.close();
      throw failed(`Cannot open ${path}`, cause);
    }
  }

  /** The descriptor, for locks. */
  get fd(): number {
    return this.#handle.fd;
  }

  /** Bytes after all finished writes. */
  get length(): number {
    return this.#length;
  }

  async write(bytes: Uint8Array | string): Promise<void> {
    const whole = toBytes(bytes);
    try {
      await writeAll(this.#handle, whole, this.#length);
    } catch (cause) {
      throw failed(`Cannot write ${this.path}`, cause);
    }
    this.#length += whole.length;
  }

  /** All finished writes are on the disk afterwards. */
  async sync(): Promise<void> {
    try {
      await this.#handle.datasync();
    } catch (cause) {
      throw failed(`Cannot sync ${this.path}`, cause);
    }
  }

  /** Safe to call twice. Does not sync. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      await this.#handle.close();
    } catch (cause) {
      throw failed(`Cannot close ${this.path}`, cause);
    }
  }
}
