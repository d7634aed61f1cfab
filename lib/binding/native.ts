/**
 * What the addon exports, one to one. Everything above speaks of chunks, never of rows.
 * Buffers handed to a call must not be changed until its promise settles.
 */

/** How the bytes of one input are to be read and written; frozen for the length of a file. */
export interface JobSpec {
  /** One byte each; `quote` is empty when the input has no quoting. */
  delimiter: string;
  quote: string;
  /** True when a lone CR ends a record (files that use CR alone). LF and CRLF always do. */
  crEndsRecord: boolean;
  /** Number of columns that every record must have. */
  columns: number;
  /** Zero-based columns that are joined with ", " into the address, empty ones left out. */
  addressColumns: number[];
  /** Zero-based column with an ISO 3166-1 alpha-2 code, or -1. */
  countryColumn: number;
  /** ISO 3166-1 alpha-2 code for all records that name none, or '' to infer it. */
  country: string;
  /** What to do with a record of another length: reject it, or pad or join it to the width. */
  ragged: 'reject' | 'pad';
  schema: 'libpostal' | 'india';
  /** Constant cells that follow the parsed ones in each row (the metadata columns). */
  constants: string[];
}

/** Opaque: a `JobSpec` as the addon holds it. */
export interface NativeJob {
  readonly __job: unique symbol;
}

/** Where a chunk lies in the decoded stream of its input. */
export interface ChunkOrigin {
  /** Byte offset of the chunk's first byte. */
  byteOffset: number;
  /** One-based line number of the chunk's first byte. */
  line: number;
  /** True when the bytes are the beginning of one record that is larger than the limit: it becomes one reject. */
  oversized?: boolean;
}

export interface ChunkResult {
  /** Rows as UTF-8 RFC 4180 with LF, in input order. Backed by native memory until `release`. */
  output: Buffer;
  /** Rejected records as CSV rows `line,byte_offset,code,reason,raw`, no header; often empty. */
  rejects: Buffer;
  rows: number;
  rejected: number;
  /** Blank lines between records of a file with two or more columns; they are not records. */
  blank: number;
  /** Sum of the confidences of the rows, each 0..10000, and the histogram in 20 equal bins. */
  confidenceSum: number;
  confidenceHistogram: number[];
  /** Rows that have a component of label i (labels.md order, 1..19; index 0 counts rows without any). */
  labelRows: number[];
  /** Nanoseconds of lane time by stage. */
  timings: { extract: number; parse: number; write: number; wait: number };
  /** Gives the native memory back at once; the Buffers are empty afterwards. Safe to call twice. */
  release(): void;
}

/** Packed result of `parseBatch`: address i owns components `first[i] .. first[i+1]`. */
export interface PackedParses {
  /** count + 1 entries. */
  first: Uint32Array;
  /** label, start, end (UTF-16 code units of the address), confidence 0..10000: four a component. */
  components: Uint32Array;
  /** Two ASCII letters packed (first * 256 + second), 0 when unknown. */
  countries: Uint16Array;
  /** 0..10000. */
  confidences: Uint16Array;
}

export interface LaneInfo {
  /** Index to pass to `processChunk`. */
  lane: number;
  /** Name of the device that the lane belongs to, such as `cpu` or `cuda:0`. */
  device: string;
  backend: 'cpu' | 'cuda';
  /** Chunks that may be in flight on this lane at once so that it never starves. */
  depth: number;
}

export interface BackendInfo {
  backend: 'cpu' | 'cuda';
  usable: boolean;
  /** Why it cannot be used, or what it runs as ("avx2, 2 threads"). */
  detail: string;
  devices: string[];
}

export interface EngineSpec {
  /** The whole model file. It is copied into aligned native memory. */
  model: Buffer;
  threads: number;
  backend: 'auto' | 'cpu' | 'cuda' | 'hybrid';
  /** Absolute path of the CUDA library, or '' when there is none. */
  cudaLibrary: string;
  /** Addresses; 0: the backend chooses. */
  gpuBatchSize: number;
  gpuMemoryFraction: number;
  gpuQueueSize: number;
  numGpuStreams: number;
  /** Name of the CPU variant that must run (`avx2`, `neon`, `scalar`); left out, the best one does. */
  simd?: string;
  /** Most addresses that a CPU lane parses in one go; left out or 0, the addon chooses. */
  cpuBatchSize?: number;
}

export interface NativeEngine {
  lanes(): LaneInfo[];
  backends(): BackendInfo[];
  createJob(spec: JobSpec): NativeJob;
  /** Extracts, parses and writes the records of one chunk on the given lane; the chunk begins and ends at record boundaries. */
  processChunk(job: NativeJob, lane: number, chunk: Uint8Array, origin: ChunkOrigin): Promise<ChunkResult>;
  /** `text` holds the addresses as UTF-8 one after the other, `offsets` count + 1 entries; `country` as in `JobSpec`. */
  parseBatch(text: Uint8Array, offsets: Uint32Array, country: string): Promise<PackedParses>;
  /** Waits for the work in flight, joins the threads; later calls reject with ERR_CLOSED. */
  close(): Promise<void>;
}

/** What `feed` found; all numbers count from the end of the last complete record. */
export interface Cut {
  /** Bytes of this call's buffer up to and including the last record end, or 0 when no record ended. */
  end: number;
  /** Records that ended, blank lines included, since the last cut. */
  records: number;
  /** Lines that ended up to `end` since the last cut, those inside quotes included. */
  lines: number;
}

/** Finds record ends in a stream; quote state is kept from the first byte. */
export interface NativeScanner {
  /** Takes the next bytes of the stream. */
  feed(bytes: Uint8Array): Cut;
  /** End of the stream: whether bytes follow the last cut, the records that they hold, and the lines they span. */
  finish(): { pending: boolean; records: number; lines: number; openQuote: boolean };
}

/** Labelled lines: line i has the text `offsets[i] .. offsets[i + 1]` and the spans `first[i] .. first[i + 1]`. */
export interface PackedLines {
  /** UTF-8. */
  text: Uint8Array;
  offsets: Uint32Array;
  /** Two ASCII letters packed, 0 when unknown. */
  countries: Uint16Array;
  first: Uint32Array;
  /** Number of the label, start and end in bytes of the line: three a span. */
  spans: Uint32Array;
}

export interface TrainingSpec {
  /** The base model; it is copied. */
  model: Buffer;
  lines: PackedLines;
  /** How many of the lines, the last ones, change no weight: they fit the confidence tables when `calibrates`. */
  keptApart: number;
  calibrates: boolean;
  fromScratch: boolean;
  passes: number;
  rate: number;
  /** What each weight of the base is taken to have moved before: the larger, the smaller the first steps. */
  squares: number;
  /** What weights are multiplied with when they become integers, in the base and in the new model. */
  scale: number;
  seed: number;
  /** JSON that goes into the new model. */
  description: string;
}

/** A training on a thread of its own. */
export interface NativeTraining {
  /** The new model and the log-loss a line of each pass; null when it was stopped. */
  result: Promise<{ model: Buffer; losses: number[] } | null>;
  stop(): void;
}

export interface Binding {
  readonly version: string;
  /** Labels by number, index 0 is ''. */
  readonly labels: readonly string[];
  /** Version of the backend ABI that the addon speaks. */
  readonly backendAbi: number;
  /** JavaScript owns the error class; the addon constructs it as `new cls(code, message)`. */
  setErrorClass(cls: new (code: string, message: string) => Error): void;
  createEngine(spec: EngineSpec): NativeEngine;
  createScanner(dialect: { delimiter: string; quote: string; crEndsRecord: boolean }): NativeScanner;
  /** Names of the parsed columns of a schema, without prefix, in order. */
  schemaColumns(schema: 'libpostal' | 'india'): string[];
  /** One RFC 4180 row with LF from cells. */
  formatRow(cells: string[]): Buffer;
  /** flock(LOCK_EX | LOCK_NB) on an open descriptor; false when another process holds it. */
  lockFile(fd: number): boolean;
  unlockFile(fd: number): void;
  startTraining(spec: TrainingSpec): NativeTraining;
  /** The JSON that the trainer wrote into a model; ERR_MODEL when the bytes are none. */
  modelDescription(model: Uint8Array): string;
}
