import type { ChunkResult } from '../engine/index.js';

export interface FileDeviceUse {
  device: string;
  chunks: number;
  rows: number;
  bytes: number;
  busyNs: number;
}

/** What the lanes did of one file in this run. */
export class FileUse {
  private readonly byDevice = new Map<string, FileDeviceUse>();
  private readonly ns = { extract: 0, parse: 0, write: 0, wait: 0 };
  private readonly since = performance.now();

  add(device: string, result: ChunkResult, bytes: number): void {
    const { timings, rows, rejected } = result;
    const use = this.byDevice.get(device) ?? { device, chunks: 0, rows: 0, bytes: 0, busyNs: 0 };
    this.byDevice.set(device, use);
    use.chunks++;
    use.rows += rows + rejected;
    use.bytes += bytes;
    use.busyNs += timings.extract + timings.parse + timings.write;
    for (const stage of ['extract', 'parse', 'write', 'wait'] as const) this.ns[stage] += timings[stage];
  }

  devices(): FileDeviceUse[] {
    return [...this.byDevice.values()].filter(({ device }) => device !== '');
  }

  /** Seconds of the lanes by stage. */
  seconds(): { extract: number; parse: number; format: number; wait: number } {
    const { extract, parse, write, wait } = this.ns;
    return { extract: extract / 1e9, parse: parse / 1e9, format: write / 1e9, wait: wait / 1e9 };
  }

  get wallSeconds(): number {
    return (performance.now() - this.since) / 1000;
  }
}
