import type { ErrorCode } from '../errors.js';

export type FileStatus = 'not_started' | 'in_progress' | 'completed' | 'failed' | 'interrupted' | 'skipped';

export interface FailureFact {
  code: ErrorCode;
  message: string;
}

/** What is known about one input file of a batch job. JSON-serialisable; all times are ISO 8601 in UTC. */
export interface FileProcessingMetadata {
  /** Absolute path of the input. */
  path: string;
  status: FileStatus;
  /** Absolute path of the output: the planned one, or for a skipped file that of the earlier output. */
  output: string;
  /** Absolute path of the file with the rejects, or null when there are none. */
  rejectsFile: string | null;
  /** Absolute path of the sidecar, or null as long as there is none. */
  sidecar: string | null;
  rows: number;
  rejects: number;
  /** Blank lines between records; they are neither rows nor rejects. */
  blank: number;
  /** Bytes of the input as it lies on the disk. */
  bytesIn: number;
  bytesOut: number;
  /** SHA-256 of the input and of the output, or null as long as they are not known. */
  sha256: string | null;
  outputSha256: string | null;
  startedAt: string | null;
  endedAt: string | null;
  error?: FailureFact;
  /** Why a file was skipped; names the earlier output. */
  skippedBecause?: string;
}

export type BatchStatus = 'completed' | 'completed_with_errors' | 'interrupted' | 'failed';

export interface BatchTotals {
  files: number;
  completed: number;
  skipped: number;
  failed: number;
  interrupted: number;
  notStarted: number;
  rows: number;
  rejects: number;
  blank: number;
  bytesIn: number;
  bytesOut: number;
}

/** What one device did in this run. */
export interface DeviceUse {
  device: string;
  backend: 'cpu' | 'cuda';
  lanes: number;
  chunks: number;
  rows: number;
  bytes: number;
  /** Nanoseconds with at least one chunk, summed over the lanes of the device. */
  busyNs: number;
  /** busyNs over the time that all its lanes could have worked, 0..1. */
  utilization: number;
  /** Set when a lane of this device failed and got no more chunks. */
  quarantined: string | null;
}

/** Seconds. `read` to `commit` are of the coordinating thread, the others are summed over the lanes. */
export interface StageSeconds {
  read: number;
  scan: number;
  write: number;
  sync: number;
  hash: number;
  extract: number;
  parse: number;
  format: number;
  wait: number;
}

/** The result of one run; also written as `reports/<batch id>/report.json`. */
export interface BatchReport {
  version: 1;
  batchId: string;
  status: BatchStatus;
  /** Of this run. */
  startedAt: string;
  endedAt: string;
  /** How many runs worked on the batch job so far, this one included. */
  runs: number;
  files: FileProcessingMetadata[];
  totals: BatchTotals;
  /** Of this run: what it read and wrote itself, skipped and earlier work left out. */
  throughput: { rowsPerSecond: number; bytesPerSecond: number };
  devices: DeviceUse[];
  timings: StageSeconds;
  suggestions: string[];
  model: { sha256: string };
  /** Set when status is `interrupted`. */
  resumeCommand?: string;
}

export type BatchEvent =
  | { type: 'batch_started'; batchId: string; files: number; bytes: number; resumed: boolean }
  | { type: 'file_started'; batchId: string; path: string; output: string; bytes: number; resumedAt: number }
  | {
      type: 'progress';
      batchId: string;
      rows: number;
      rejects: number;
      bytesDone: number;
      bytesTotal: number;
      rowsPerSecond: number;
      /** null as long as there is nothing to measure by. */
      secondsLeft: number | null;
      filesDone: number;
      filesTotal: number;
    }
  | {
      type: 'checkpoint';
      batchId: string;
      path: string;
      rows: number;
      inputOffset: number;
      outputOffset: number;
    }
  | { type: 'file_completed'; batchId: string; file: FileProcessingMetadata }
  | { type: 'file_skipped'; batchId: string; file: FileProcessingMetadata }
  | { type: 'file_failed'; batchId: string; path: string; code: ErrorCode; message: string }
  | { type: 'warning'; batchId: string; message: string }
  | { type: 'batch_finished'; batchId: string; report: BatchReport };

/** The plan of a dry run: nothing was written, no batch job exists. */
export interface PlannedFile {
  path: string;
  bytes: number;
  output: string;
  delimiter: string;
  quote: string;
  encoding: string;
  compression: string;
  hasHeader: boolean;
  columns: string[];
  addressColumns: string[];
  countryColumn: string | null;
  how: string;
  /** Set when the file cannot be processed as it is. */
  error?: FailureFact;
}

export interface BatchRequest {
  /** Globs or paths. May be left out when the batch job exists. */
  filePatterns?: string[];
  /** Globs or paths that are no input; own outputs never are. */
  exclude?: string[];
  /** Starts the batch job of this id, or goes on with it when it exists. */
  batchId?: string;
  /** Goes on with a batch job that must exist. */
  resumeBatchId?: string;
  /** Directory that relative patterns and the folders of outputs refer to; default: the current one. */
  cwd?: string;
  skipProcessed?: boolean;
  continueOnError?: boolean;
  /** Whether files that failed in an earlier run are tried again; default true. */
  retryFailed?: boolean;
  /** Aborted: finish the chunks in flight, checkpoint, report `interrupted`. */
  signal?: AbortSignal;
  /** Aborted: stop at once; the state on disk is valid and older by less than one checkpoint. */
  stopNow?: AbortSignal;
  onEvent?: (event: BatchEvent) => void;
}

/** One batch job as its manifest and journal tell, without taking its lock. */
export interface BatchOverview {
  batchId: string;
  createdAt: string;
  /** `damaged`: the manifest or the journal cannot be trusted; the numbers are all 0. */
  status: 'completed' | 'completed_with_errors' | 'unfinished' | 'damaged';
  /** True when a process works on it right now. */
  running: boolean;
  runs: number;
  totals: BatchTotals;
}

export interface BatchDetail extends BatchOverview {
  files: FileProcessingMetadata[];
}

export interface Verification {
  batchId: string;
  ok: boolean;
  /** Committed outputs that were hashed again. */
  checked: number;
  problems: { path: string; message: string }[];
}
