import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { EngineSpec } from '../binding/native.js';
import { PosthasteError } from '../errors.js';

/** How an engine is opened. The names are those of the configuration, so a configuration can be given as it is. */
export interface EngineOptions {
  /** Path of a model file; the package's own when left out. `model` is its name in the configuration. */
  modelPath?: string | null;
  model?: string | null;
  /** Threads that parse; 0 or left out: one a core, times `cpuAllocationRatio`. */
  threads?: number;
  /** 0..1, the share of the cores that is used when `threads` is not given. */
  cpuAllocationRatio?: number;
  /** Devices that parse: whatever works (`auto`), or these or an error. */
  backend?: 'auto' | 'cpu' | 'cuda' | 'hybrid';
  /** CUDA library to open instead of the one beside the addon. */
  cudaLibrary?: string | null;
  /** ISO 3166-1 alpha-2 for addresses whose country is not given. */
  country?: string | null;
  /** CPU code path that must run; ERR_BACKEND_UNAVAILABLE when this machine lacks it. */
  simd?: string;
  /** Most addresses that a CPU lane parses in one go; 0 for automatic. */
  cpuBatchSize?: number;
  /** Addresses in a GPU batch; 0 for automatic. */
  gpuBatchSize?: number;
  gpuMemoryFraction?: number;
  gpuQueueSize?: number;
  numGpuStreams?: number;
  /** Gives up opening; ERR_ABORTED. */
  signal?: AbortSignal | undefined;
}

/** What the addon needs besides the model. It checks the numbers. */
export function engineSpec(options: EngineOptions, cudaLibrary: string): Omit<EngineSpec, 'model'> {
  const backend = options.backend ?? 'auto';
  return {
    threads: options.threads || automaticThreads(options.cpuAllocationRatio ?? 1),
    backend,
    cudaLibrary: backend === 'cpu' ? '' : options.cudaLibrary ? resolve(options.cudaLibrary) : cudaLibrary,
    cpuBatchSize: options.cpuBatchSize ?? 0,
    gpuBatchSize: options.gpuBatchSize ?? 0,
    gpuMemoryFraction: options.gpuMemoryFraction ?? 0.8,
    gpuQueueSize: options.gpuQueueSize ?? 2,
    numGpuStreams: options.numGpuStreams ?? 2,
    ...(options.simd === undefined || options.simd === 'auto' ? {} : { simd: options.simd }),
  };
}

function automaticThreads(ratio: number): number {
  if (typeof ratio !== 'number' || !(ratio > 0 && ratio <= 1)) {
    throw new PosthasteError(
      'ERR_OPTION',
      `Expected a number above 0 and up to 1 for cpuAllocationRatio but received ${String(ratio)} of type ${typeof ratio}`,
    );
  }
  return Math.max(1, Math.floor(availableParallelism() * ratio));
}
