import { fstatSync, writeSync } from 'node:fs';

/** What a write says when there is nobody left to read. */
const READER_GONE = new Set([
  'EPIPE',
  'ECONNRESET',
  'EIO',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/**
 * Standard output or standard error. No write ever throws: after the first that fails nothing more is written, and
 * `failure` holds the reason unless the reader has merely gone away.
 */
export class Sink {
  readonly #stream: NodeJS.WriteStream;
  readonly #fd: number;
  readonly #direct: boolean;
  closed = false;
  failure: Error | undefined;

  constructor(stream: NodeJS.WriteStream & { fd: number }) {
    this.#stream = stream;
    this.#fd = stream.fd;
    this.#direct = !stream.isTTY && takesDirectWrites(stream.fd);
    stream.on('error', (error) => this.#fail(error));
  }

  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  get columns(): number | undefined {
    return this.#stream.columns || undefined;
  }

  /** False when the next write should wait for `drained`. */
  write(text: string): boolean {
    if (this.closed) return true;
    if (!this.#direct) return this.#stream.write(text);
    try {
      // Node's own stream for files does not look at the count: on a full disk it would lose the rest in silence.
      let rest = Buffer.from(text);
      while (rest.length > 0) rest = rest.subarray(writeSync(this.#fd, rest));
    } catch (error) {
      this.#fail(error as Error);
    }
    return true;
  }

  drained(): Promise<void> {
    if (this.closed || !this.#stream.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.#stream.off('drain', done).off('close', done).off('error', done);
        resolve();
      };
      this.#stream.on('drain', done).on('close', done).on('error', done);
    });
  }

  #fail(error: NodeJS.ErrnoException): void {
    if (!this.closed && !READER_GONE.has(error.code ?? '')) this.failure = error;
    this.closed = true;
  }
}

function takesDirectWrites(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    return stat.isFile() || stat.isCharacterDevice();
  } catch {
    return false;
  }
}
