/** The public names of posthaste. Everything else is internal. */

export { BatchFileProcessor } from './batch/processor.js';
export { BatchProcessingState } from './batch/state.js';
export type {
  BatchDetail,
  BatchEvent,
  BatchOverview,
  BatchReport,
  BatchRequest,
  BatchStatus,
  BatchTotals,
  DeviceUse,
  FailureFact,
  FileProcessingMetadata,
  FileStatus,
  PlannedFile,
  StageSeconds,
  Verification,
} from './batch/types.js';
export {
  affectsOutput,
  completeConfiguration,
  DEFAULTS,
  type LoadedConfiguration,
  type LoadSources,
  loadConfiguration,
  OPTIONS,
  type OptionDefinition,
  outputAffecting,
  type ProcessingConfiguration,
} from './config/index.js';
export {
  type AddressSource,
  type BackendInfo,
  Engine,
  type EngineInfo,
  type EngineOptions,
  type LaneInfo,
  type ModelInfo,
  type ParseOptions,
} from './engine/index.js';
export { ERROR_CODES, type ErrorCode, PosthasteError } from './errors.js';
export {
  type Confusion,
  type EvaluateOptions,
  type Evaluation,
  evaluate,
  type LabelledPart,
  type LabelRow,
  type Reliability,
  type ReliabilityBin,
  type Row,
  type Share,
  type WrongLine,
} from './eval/index.js';
export {
  type LabelledLine,
  type LabelledSpan,
  type ReadLines,
  type ReadLinesOptions,
  readLabelledLines,
} from './labelled/index.js';
export { type TrainedModel, type TrainOptions, trainModel } from './train/index.js';
export type * from './types.js';
