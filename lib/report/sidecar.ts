import path from 'node:path';
import type { FilePlan } from '../batch/file-plan.js';
import type { FileUse } from '../batch/file-use.js';
import type { CommitEntry } from '../batch/journal-entry.js';
import type { Manifest } from '../batch/manifest.js';
import type { OutputFiles } from '../batch/output-files.js';
import type { FileStatistics } from '../batch/statistics.js';
import type { StageSeconds } from '../batch/types.js';
import type { ProcessingConfiguration } from '../config/index.js';
import { outputAffecting } from '../config/index.js';
import { suggestionsFor } from './suggestions.js';

export const SIDECAR_VERSION = 1;

export interface SidecarFacts {
  entry: CommitEntry;
  plan: FilePlan;
  config: ProcessingConfiguration;
  manifest: Manifest;
  files: OutputFiles;
  outputDir: string;
  statistics: FileStatistics;
  use: FileUse;
  seconds: StageSeconds;
  runs: number;
  /** Names by label number, index 0 is ''. */
  labels: readonly string[];
}

/** Everything that is known about one committed output. Paths of outputs are relative to the output directory. */
export function buildSidecar(facts: SidecarFacts) {
  const { entry, plan, config, manifest, files, outputDir, statistics, use, seconds, runs, labels } = facts;
  const { shape, choice } = plan;
  const { path: inputPath, ...identity } = entry.identity;
  const { wallSeconds } = use;
  const devices = use.devices();
  const rowsHere = devices.reduce((sum, device) => sum + device.rows, 0);
  const bytesHere = devices.reduce((sum, device) => sum + device.bytes, 0);
  const rowsPerSecond = wallSeconds > 0 ? rowsHere / wallSeconds : 0;
  return {
    version: SIDECAR_VERSION,
    input: { path: inputPath, sha256: entry.inputSha256, bytes: entry.bytesIn, identity },
    output: {
      path: path.relative(outputDir, files.output),
      sha256: entry.outputSha256,
      bytes: entry.outputBytes,
      rows: entry.rows,
    },
    rejects: {
      path: entry.rejectsBytes > 0 ? path.relative(outputDir, files.rejects) : null,
      sha256: entry.rejectsBytes > 0 ? entry.rejectsSha256 : null,
      bytes: entry.rejectsBytes,
      count: entry.rejected,
      codes: statistics.rejectCodes,
    },
    records: statistics.records,
    blankLines: entry.blank,
    options: outputAffecting(config),
    dialect: shape,
    columns: {
      address: choice.addressColumns.map((column) => shape.columns[column]),
      country: choice.countryColumn < 0 ? null : shape.columns[choice.countryColumn],
      how: choice.how,
    },
    model: manifest.model,
    batchId: manifest.batchId,
    startedAt: entry.startedAt,
    endedAt: entry.endedAt,
    runs,
    /** Of the run that finished the file. */
    devices,
    throughput: { rowsPerSecond, bytesPerSecond: wallSeconds > 0 ? bytesHere / wallSeconds : 0 },
    timings: seconds,
    quality: quality(statistics, labels),
    suggestions: suggestionsFor({
      ...{ config, statistics, seconds, wallSeconds, rowsPerSecond },
      fileSeconds: wallSeconds,
    }),
  };
}

/** Confidence from 0 to 1, and the share of rows that have a component of each label. */
export function quality(statistics: FileStatistics, labels: readonly string[]) {
  const { rows, confidenceSum, confidenceHistogram, labelRows } = statistics;
  const share = (count: number | undefined) => (rows > 0 ? (count ?? 0) / rows : 0);
  const named = labels.flatMap((name, label): [string, number][] =>
    label > 0 && name ? [[name, share(labelRows[label])]] : [],
  );
  return {
    meanConfidence: rows > 0 ? confidenceSum / rows / 10_000 : null,
    confidenceHistogram,
    withoutComponent: share(labelRows[0]),
    labels: Object.fromEntries(named),
  };
}
