import type { LaneInfo } from '../engine/index.js';
import type { DeviceUse } from './types.js';

/** What the dispatcher knows of one lane. */
export class Lane {
  /** Why it gets no more chunks. */
  quarantined: string | null = null;
  private chunks = 0;
  private rows = 0;
  private bytes = 0;
  private inFlight = 0;
  private bytesInFlight = 0;
  private busyNs = 0;
  private busySince = 0;
  private readonly born = now();

  constructor(readonly info: LaneInfo) {}

  get free(): boolean {
    return this.quarantined === null && this.inFlight < this.info.depth;
  }

  /** 0 idle, 1 full. */
  get load(): number {
    return this.inFlight / this.info.depth;
  }

  /** Measured bytes per nanosecond; 0 when nothing was measured yet. */
  get rate(): number {
    return this.busyNs > 0 ? this.bytes / this.busyNs : 0;
  }

  /** Until a chunk of this size would be done behind what is in flight. */
  nanosecondsFor(bytes: number): number {
    return (this.bytesInFlight + bytes) / this.rate;
  }

  begin(bytes: number): void {
    if (this.inFlight++ === 0) this.busySince = now();
    this.bytesInFlight += bytes;
  }

  /** `rows` is null when the chunk failed. */
  end(bytes: number, rows: number | null): void {
    this.bytesInFlight -= bytes;
    const moment = now();
    this.busyNs += moment - this.busySince;
    this.busySince = moment;
    this.inFlight--;
    if (rows === null) return;
    this.chunks++;
    this.rows += rows;
    this.bytes += bytes;
  }

  static useByDevice(lanes: readonly Lane[]): DeviceUse[] {
    const devices = new Map<string, DeviceUse & { wallNs: number }>();
    for (const lane of lanes) {
      const { device, backend } = lane.info;
      const use = devices.get(device) ?? {
        ...{ device, backend, lanes: 0, chunks: 0, rows: 0, bytes: 0, busyNs: 0, utilization: 0 },
        ...{ quarantined: null, wallNs: 0 },
      };
      devices.set(device, use);
      use.lanes++;
      use.chunks += lane.chunks;
      use.rows += lane.rows;
      use.bytes += lane.bytes;
      use.busyNs += Math.round(lane.busyNs);
      use.wallNs += now() - lane.born;
      use.utilization = use.wallNs > 0 ? Math.min(1, use.busyNs / use.wallNs) : 0;
      use.quarantined ??= lane.quarantined;
    }
    return [...devices.values()].map(({ wallNs: _wallNs, ...use }) => use);
  }
}

function now(): number {
  return performance.now() * 1e6;
}
