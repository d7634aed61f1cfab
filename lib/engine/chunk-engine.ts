import { cudaLibraryBeside, loadBinding } from '../binding/load.js';
import type {
  BackendInfo,
  ChunkOrigin,
  ChunkResult,
  JobSpec,
  LaneInfo,
  NativeEngine,
  NativeJob,
  NativeScanner,
  PackedParses,
} from '../binding/native.js';
import { throwIfAborted } from './abort.js';
import { createScanner, formatRow, schemaColumns } from './csv.js';
import { lockFile, unlockFile } from './locks.js';
import { type ModelInfo, readModel } from './model-file.js';
import { nativeCall } from './native-call.js';
import { type EngineOptions, engineSpec } from './options.js';

/** An engine as batch jobs see it: lanes that take chunks. Internal; `Engine` is the public form. */
export class ChunkEngine {
  /** Version of the addon. */
  readonly version: string;
  /** Names by label number, index 0 is ''. */
  readonly labels: readonly string[];
  readonly createScanner: (dialect: Parameters<typeof createScanner>[0]) => NativeScanner = createScanner;
  readonly schemaColumns = schemaColumns;
  readonly formatRow = formatRow;
  readonly lockFile = lockFile;
  readonly unlockFile = unlockFile;

  private constructor(
    private readonly native: NativeEngine,
    readonly model: ModelInfo,
  ) {
    const { binding } = loadBinding();
    this.version = binding.version;
    this.labels = binding.labels;
  }

  static async open(options: EngineOptions = {}): Promise<ChunkEngine> {
    const { signal } = options;
    throwIfAborted(signal);
    const { binding, path } = loadBinding();
    const spec = engineSpec(options, cudaLibraryBeside(path));
    const { bytes, info } = await readModel(options.modelPath ?? options.model, signal);
    throwIfAborted(signal);
    return new ChunkEngine(binding.createEngine({ ...spec, model: bytes }), info);
  }

  get modelSha256(): string {
    return this.model.sha256;
  }

  lanes(): LaneInfo[] {
    return this.native.lanes();
  }

  backends(): BackendInfo[] {
    return this.native.backends();
  }

  createJob(spec: JobSpec): NativeJob {
    return this.native.createJob(spec);
  }

  processChunk(job: NativeJob, lane: number, chunk: Uint8Array, origin: ChunkOrigin): Promise<ChunkResult> {
    return nativeCall(this.native.processChunk(job, lane, chunk, origin));
  }

  parseBatch(text: Uint8Array, offsets: Uint32Array, country: string): Promise<PackedParses> {
    return nativeCall(this.native.parseBatch(text, offsets, country));
  }

  /** Waits for the work in flight; later calls fail with ERR_CLOSED. */
  close(): Promise<void> {
    return this.native.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
