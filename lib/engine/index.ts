/** A model, its devices and lanes: addresses in, parses out. */

export type {
  BackendInfo,
  ChunkOrigin,
  ChunkResult,
  Cut,
  JobSpec,
  LaneInfo,
  NativeJob,
  NativeScanner,
} from '../binding/native.js';
export { ChunkEngine } from './chunk-engine.js';
export { createScanner, formatRow, schemaColumns } from './csv.js';
export { Engine, type EngineInfo, type ParseOptions } from './engine.js';
export { lockFile, unlockFile } from './locks.js';
export { type ModelInfo, readModel } from './model-file.js';
export type { EngineOptions } from './options.js';
export type { AddressSource } from './parse-stream.js';
export { modelDescription, runTraining } from './training.js';
