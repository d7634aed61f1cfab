import type { ChunkResult } from '../engine/index.js';
import type { BatchEvent } from './types.js';

const LEAST_MS_BETWEEN = 100;
const FIRST_GUESS = 2.5;

/** Counts what a run has done and tells about it, not more often than people can read. */
export class Progress {
  /** What this run did itself. */
  rows = 0;
  rejects = 0;
  bytesIn = 0;
  filesDone = 0;
  private bytesDone = 0;
  private readonly readOf = new Map<number, number>();
  private chunkBytes = 0;
  private outputBytes = 0;
  private toldAt = 0;
  private readonly since = performance.now();

  constructor(
    private readonly batchId: string,
    private readonly filesTotal: number,
    private readonly bytesTotal: number,
    private readonly emit: (event: BatchEvent) => void,
  ) {}

  get seconds(): number {
    return (performance.now() - this.since) / 1000;
  }

  /** Bytes of output to a byte of input, as measured; a guess as long as nothing is. */
  get growth(): number {
    return this.chunkBytes > 0 ? Math.max(1, this.outputBytes / this.chunkBytes) : FIRST_GUESS;
  }

  /** A result that was written, the raw bytes of the input that were read for it, and those of its chunk. */
  wrote(index: number, raw: number, result: ChunkResult, chunkBytes: number): void {
    this.bytesIn += raw;
    this.readOf.set(index, (this.readOf.get(index) ?? 0) + raw);
    this.bytesDone += raw;
    this.rows += result.rows;
    this.rejects += result.rejected;
    this.outputBytes += result.output.length + result.rejects.length;
    this.chunkBytes += chunkBytes;
    this.tell(false);
  }

  /** A file needs nothing more, however it ended; what it was not read of counts as done. */
  fileEnded(index: number, size: number): void {
    this.bytesDone += size - (this.readOf.get(index) ?? 0);
    this.readOf.delete(index);
    this.filesDone++;
    this.tell(true);
  }

  private tell(always: boolean): void {
    const now = performance.now();
    if (!always && now - this.toldAt < LEAST_MS_BETWEEN) return;
    this.toldAt = now;
    const { seconds, batchId, rows, rejects, bytesTotal, filesDone, filesTotal } = this;
    const bytesDone = Math.max(0, Math.min(this.bytesDone, bytesTotal));
    const bytesPerSecond = seconds > 0 ? this.bytesIn / seconds : 0;
    this.emit({
      type: 'progress',
      ...{ batchId, rows, rejects, bytesDone, bytesTotal, filesDone, filesTotal },
      rowsPerSecond: seconds > 0 ? rows / seconds : 0,
      secondsLeft: bytesPerSecond > 0 ? (bytesTotal - bytesDone) / bytesPerSecond : null,
    });
  }
}
