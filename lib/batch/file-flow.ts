import type { ChunkResult, NativeJob } from '../engine/index.js';
import { PosthasteError } from '../errors.js';
import { Checkpoints } from './checkpoints.js';
import type { Chunk } from './chunk-reader.js';
import type { Done } from './dispatcher.js';
import type { FilePlan } from './file-plan.js';
import type { FileStart } from './file-start.js';
import { FileUse } from './file-use.js';
import { InOrder } from './in-order.js';
import type { Position } from './journal-entry.js';
import type { RunScope } from './run-scope.js';

interface InFlight {
  bytes: number;
  /** Raw bytes that were read for it. */
  raw: number;
  end: Position;
  records: number;
  /** Bytes that it holds of the memory gate. */
  held: number;
  done: Promise<Done>;
}

/**
 * One side reads chunks and gives them to the dispatcher, the other takes the results in input order, writes them
 * and makes checkpoints. Between them many chunks are in flight, bounded by the memory gate.
 */
export class FileFlow {
  readonly use = new FileUse();
  private readonly job: NativeJob | null;
  private readonly inFlight = new InOrder<InFlight>();
  private readonly checkpoints: Checkpoints;
  private broken = false;
  private atEnd = false;
  private cutShort = false;
  private headerCounted: boolean;
  /** Raw bytes of the input that went into chunks so far. */
  private rawBytesCut = 0;

  constructor(
    private readonly scope: RunScope,
    private readonly index: number,
    private readonly plan: FilePlan,
    private readonly start: FileStart,
  ) {
    // A file without columns has no records either, only blank lines.
    this.job = plan.shape.columns.length > 0 ? scope.engine.createJob(plan.spec) : null;
    const { parts, position, startedAt } = start;
    this.headerCounted = position.offset > 0;
    const subject = { index, path: plan.identity.path, shape: plan.digest, startedAt, parts };
    this.checkpoints = new Checkpoints(scope, subject, position);
  }

  /** True when the input was read to its end and all of it is written; false when the run is stopping. */
  async toTheEnd(): Promise<boolean> {
    const sides = await Promise.allSettled([this.readSide(), this.writeSide()]);
    const broken = sides.find((side) => side.status === 'rejected');
    if (broken) {
      // No checkpoint may come behind what the caller writes into the journal next.
      await this.checkpoints.settled().catch(() => undefined);
      throw broken.reason;
    }
    this.refuseWhenAbandoned();
    if (this.atEnd && !this.cutShort) {
      this.countBlankBeforeHeader();
      await this.checkpoints.settled();
      return true;
    }
    await this.checkpoints.last();
    return false;
  }

  private async readSide(): Promise<void> {
    try {
      while (!this.broken && !this.scope.stopping() && (await this.nextChunk()));
    } catch (error) {
      this.broken = true;
      throw error;
    } finally {
      this.inFlight.end();
    }
  }

  /** Reads a chunk once there is room for it and sends it off; false at the end of the input. */
  private async nextChunk(): Promise<boolean> {
    const { gate, config } = this.scope;
    const { reader } = this.start;
    let held = this.memoryFor(Math.min(config.chunkSize, this.mostLeft()));
    await gate.enter(held);
    try {
      const chunk = await reader.next();
      const raw = reader.rawBytesRead - this.rawBytesCut;
      this.rawBytesCut = reader.rawBytesRead;
      if (!chunk) {
        this.atEnd = true;
        this.scope.inputRead(this.index);
        return false;
      }
      const needed = this.memoryFor(chunk.bytes.length);
      gate.adjust(held, needed);
      held = 0;
      this.inFlight.put(this.send(chunk, needed, raw));
      return true;
    } finally {
      if (held > 0) gate.leave(held);
    }
  }

  private send(chunk: Chunk, held: number, raw: number): InFlight {
    const { dispatcher } = this.scope;
    const { bytes, origin, records, end } = chunk;
    const done = this.job ? dispatcher.submit(this.job, bytes, origin) : Promise.resolve(onlyBlank(records));
    const flight: InFlight = { bytes: bytes.length, raw, end, records, held, done };
    // The chunk itself is not needed any more once its result is there.
    done.then(
      ({ result }) => this.hold(flight, result.output.length + result.rejects.length),
      () => this.hold(flight, 0),
    );
    return flight;
  }

  /** Bytes of the input that may be left to read; of a compressed one nobody knows. */
  private mostLeft(): number {
    const { identity, shape } = this.plan;
    if (shape.compression !== 'none') return Infinity;
    return Math.max(1, identity.size - this.start.reader.rawBytesRead);
  }

  /** For a chunk and its result together. */
  private memoryFor(bytes: number): number {
    return Math.ceil(bytes * (1 + this.scope.progress.growth));
  }

  private hold(flight: InFlight, bytes: number): void {
    this.scope.gate.adjust(flight.held, bytes);
    flight.held = bytes;
  }

  private async writeSide(): Promise<void> {
    for (let flight = await this.inFlight.take(); flight; flight = await this.inFlight.take()) {
      let done: Done;
      try {
        done = await flight.done;
      } catch (error) {
        await this.giveUp();
        if (!this.stoppedBefore(error)) throw error;
        this.cutShort = true;
        return;
      }
      try {
        await this.write(flight, done);
      } catch (error) {
        await this.giveUp();
        throw error;
      } finally {
        done.result.release();
        this.hold(flight, 0);
      }
    }
  }

  /** The run is stopping and the dispatcher did not begin a chunk any more; what was written so far stays. */
  private stoppedBefore(error: unknown): boolean {
    return error instanceof PosthasteError && error.code === 'ERR_ABORTED' && !this.scope.abandoned();
  }

  private async write(flight: InFlight, { result, device }: Done): Promise<void> {
    this.refuseWhenAbandoned();
    this.countBlankBeforeHeader();
    const accounted = result.rows + result.rejected + result.blank;
    if (accounted !== flight.records) {
      throw new PosthasteError(
        'ERR_INTERNAL',
        `Of ${flight.records} records before byte ${flight.end.offset} the engine accounted for ${accounted}`,
      );
    }
    await this.start.parts.append(result, flight.records);
    this.use.add(device, result, flight.bytes);
    this.scope.progress.wrote(this.index, flight.raw, result, flight.bytes);
    await this.checkpoints.reached(flight.end);
  }

  /** Once, and only by the run that read the header. */
  private countBlankBeforeHeader(): void {
    if (this.headerCounted) return;
    this.headerCounted = true;
    const { parts, reader } = this.start;
    parts.statistics.blank += reader.blankBeforeHeader;
    parts.statistics.records += reader.blankBeforeHeader;
  }

  private refuseWhenAbandoned(): void {
    if (this.scope.abandoned()) throw new PosthasteError('ERR_ABORTED', 'Stopped at once');
  }

  /** Lets go of everything that is still in flight. */
  private async giveUp(): Promise<void> {
    this.broken = true;
    for (let flight = await this.inFlight.take(); flight; flight = await this.inFlight.take()) {
      await flight.done.then(({ result }) => result.release()).catch(() => undefined);
      this.hold(flight, 0);
    }
  }
}

/** The result of lines in a file without columns. */
function onlyBlank(records: number): Done {
  const nothing = Buffer.alloc(0);
  const result: ChunkResult = {
    ...{ output: nothing, rejects: nothing, rows: 0, rejected: 0, blank: records },
    ...{ confidenceSum: 0, confidenceHistogram: [], labelRows: [] },
    timings: { extract: 0, parse: 0, write: 0, wait: 0 },
    release() {},
  };
  return { result, device: '' };
}
