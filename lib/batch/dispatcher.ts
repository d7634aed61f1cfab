import type { ChunkOrigin, ChunkResult, LaneInfo, NativeJob } from '../engine/index.js';
import { PosthasteError } from '../errors.js';
import { Lane } from './lane.js';
import type { DeviceUse } from './types.js';

/** What the dispatcher needs of an engine. */
export interface LaneEngine {
  lanes(): LaneInfo[];
  processChunk(job: NativeJob, lane: number, chunk: Uint8Array, origin: ChunkOrigin): Promise<ChunkResult>;
}

export interface Done {
  result: ChunkResult;
  device: string;
}

interface Waiting {
  job: NativeJob;
  bytes: Uint8Array;
  origin: ChunkOrigin;
  resolve: (done: Done) => void;
  reject: (error: unknown) => void;
}

/**
 * Gives the next chunk to the next free lane. Lanes pull: whichever is done takes what waits longest. Once the end
 * of the input is near, a chunk waits for a busy fast lane rather than go to a free slow one that would be later.
 * A lane that fails gets nothing more and its chunk goes to another one.
 */
export class Dispatcher {
  private readonly lanes: Lane[];
  private readonly waiting: Waiting[] = [];
  private nearEnd = false;
  private stopped: PosthasteError | null = null;

  /** `warn` hears of lanes that are given up. */
  constructor(
    private readonly engine: LaneEngine,
    private readonly warn: (message: string) => void,
  ) {
    this.lanes = engine.lanes().map((info) => new Lane(info));
  }

  /** Chunks that keep all lanes busy. */
  get depth(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.info.depth, 0);
  }

  submit(job: NativeJob, bytes: Uint8Array, origin: ChunkOrigin): Promise<Done> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ job, bytes, origin, resolve, reject });
      this.feedLanes();
    });
  }

  /** Whether all input is read, so that only waiting chunks are left. */
  set inputEnds(ends: boolean) {
    this.nearEnd = ends;
  }

  /** Nothing waiting is begun any more; chunks on a lane finish. */
  stop(): void {
    this.stopped = new PosthasteError('ERR_ABORTED', 'Stopped before the chunk was begun');
    this.rejectWaiting(this.stopped);
  }

  /** What each device did since the dispatcher was made. */
  use(): DeviceUse[] {
    return Lane.useByDevice(this.lanes);
  }

  private feedLanes(): void {
    if (this.stopped) this.rejectWaiting(this.stopped);
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      const lane = this.laneFor(next.bytes.length);
      if (!lane) return;
      this.waiting.shift();
      void this.work(lane, next);
    }
  }

  /** The lane that takes a chunk now, or null when it has to wait. */
  private laneFor(bytes: number): Lane | null {
    const sound = this.lanes.filter((lane) => lane.quarantined === null);
    if (this.nearEnd && sound.every((lane) => lane.rate > 0)) {
      const soonest = least(sound, (lane) => lane.nanosecondsFor(bytes));
      return soonest?.free ? soonest : null;
    }
    return least(
      sound.filter((lane) => lane.free),
      (lane) => lane.load,
    );
  }

  private async work(lane: Lane, chunk: Waiting): Promise<void> {
    const { job, bytes, origin } = chunk;
    lane.begin(bytes.length);
    try {
      const result = await this.engine.processChunk(job, lane.info.lane, bytes, origin);
      lane.end(bytes.length, result.rows + result.rejected);
      chunk.resolve({ result, device: lane.info.device });
    } catch (error) {
      lane.end(bytes.length, null);
      if (error instanceof PosthasteError && error.code === 'ERR_BACKEND_FAILED')
        this.giveUp(lane, chunk, error);
      else chunk.reject(error);
    }
    this.feedLanes();
  }

  private giveUp(lane: Lane, chunk: Waiting, error: PosthasteError): void {
    if (lane.quarantined === null) {
      lane.quarantined = error.message;
      this.warn(`Lane ${lane.info.lane} of ${lane.info.device} gets no more chunks: ${error.message}`);
    }
    if (this.lanes.some((other) => other.quarantined === null)) {
      this.waiting.unshift(chunk);
    } else {
      this.stopped = error;
      chunk.reject(error);
      this.rejectWaiting(error);
    }
  }

  private rejectWaiting(error: PosthasteError): void {
    for (const chunk of this.waiting.splice(0)) chunk.reject(error);
  }
}

function least(lanes: Lane[], cost: (lane: Lane) => number): Lane | null {
  let best: Lane | null = null;
  for (const lane of lanes) if (!best || cost(lane) < cost(best)) best = lane;
  return best;
}
