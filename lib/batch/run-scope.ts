import type { ProcessingConfiguration } from '../config/index.js';
import type {
  ChunkOrigin,
  ChunkResult,
  JobSpec,
  LaneInfo,
  NativeJob,
  NativeScanner,
} from '../engine/index.js';
import type { Dispatcher } from './dispatcher.js';
import type { Journal } from './journal.js';
import type { FileLocks } from './lock.js';
import type { Manifest } from './manifest.js';
import type { MemoryGate } from './memory-gate.js';
import type { Layout } from './paths.js';
import type { ContentTerms, ProcessedFiles } from './processed-files.js';
import type { Progress } from './progress.js';
import type { BatchProcessingState } from './state.js';
import type { FileStatistics } from './statistics.js';
import type { BatchEvent, StageSeconds } from './types.js';

/** What a batch job needs of an engine. */
export interface BatchEngine extends FileLocks {
  readonly modelSha256: string;
  /** Names by label number, index 0 is ''. */
  readonly labels: readonly string[];
  lanes(): LaneInfo[];
  createJob(spec: JobSpec): NativeJob;
  processChunk(job: NativeJob, lane: number, chunk: Uint8Array, origin: ChunkOrigin): Promise<ChunkResult>;
  createScanner(dialect: { delimiter: string; quote: string; crEndsRecord: boolean }): NativeScanner;
  schemaColumns(schema: 'libpostal' | 'india'): string[];
  formatRow(cells: string[]): Buffer;
}

/** What all files of one run share. */
export interface RunScope {
  readonly engine: BatchEngine;
  readonly config: ProcessingConfiguration;
  readonly layout: Layout;
  readonly manifest: Manifest;
  readonly state: BatchProcessingState;
  readonly journal: Journal;
  readonly dispatcher: Dispatcher;
  readonly gate: MemoryGate;
  readonly processed: ProcessedFiles;
  readonly terms: ContentTerms;
  readonly progress: Progress;
  /** Seconds by stage, summed over the files of this run. */
  readonly timings: StageSeconds;
  /** Seconds that files were in work, summed over them. */
  readonly fileSeconds: { sum: number };
  /** Sums over the files that this run committed. */
  readonly statistics: FileStatistics;
  /** Finish what is in flight, checkpoint, end. */
  readonly stopping: () => boolean;
  /** End at once. */
  readonly abandoned: () => boolean;
  /** The input of a file is read to its end. */
  readonly inputRead: (index: number) => void;
  readonly emit: (event: BatchEvent) => void;
  readonly warn: (message: string) => void;
}
