import type { FileStatistics } from '../batch/statistics.js';
import type { DeviceUse, StageSeconds } from '../batch/types.js';
import type { ProcessingConfiguration } from '../config/index.js';

/** What was measured, of one file or of a whole run. */
export interface Measured {
  config: ProcessingConfiguration;
  statistics: FileStatistics;
  seconds: StageSeconds;
  wallSeconds: number;
  /** Summed over the files, of which several may be in work at once. */
  fileSeconds: number;
  rowsPerSecond: number;
  /** Known for a whole run only. */
  devices?: readonly DeviceUse[];
}

/** Shorter runs say nothing about speed. */
const LEAST_SECONDS = 2;
const LEAST_ROWS = 50;
const IDLE_BELOW = 0.7;
const DOMINATES_FROM = 0.5;
const MANY_REJECTS = 0.01;
const LOW_CONFIDENCE = 5000;
const MANY_WITHOUT_COMPONENT = 0.3;

/** What may be wrong where many records are rejected, by code. */
const REMEDIES: Readonly<Record<string, string>> = {
  ERR_ENCODING: 'the bytes are not valid in the encoding that was used; give --encoding',
  ERR_CSV:
    'the columns or quotes are not as expected; look at --delimiter and --quote, or let --ragged pad fill records up',
  ERR_RECORD_TOO_LARGE:
    'they are larger than --max-record-bytes; an open quote may swallow them, try --quote none',
};

/** What could be done better next time; every sentence follows from a number that was measured. */
export function suggestionsFor(measured: Measured): string[] {
  return [...speed(measured), ...rejects(measured), ...confidence(measured), ...devices(measured)];
}

function speed({ config, seconds, wallSeconds, fileSeconds, rowsPerSecond, devices }: Measured): string[] {
  if (wallSeconds < LEAST_SECONDS) return [];
  const stages: [string, number, string][] = [
    ['reading', seconds.read, 'put the input on a faster disk, or use a larger --chunk-size'],
    ['scanning and hashing', seconds.scan + seconds.hash, 'work on other files in a second process'],
    [
      'writing',
      seconds.write + seconds.sync,
      'put the output directory on a faster disk, or join many small files into few large ones',
    ],
  ];
  stages.sort((a, b) => b[1] - a[1]);
  const [stage, spent, remedy] = stages[0] as (typeof stages)[number];
  const share = fileSeconds > 0 ? Math.min(1, spent / fileSeconds) : 0;
  const idle = devices?.every((device) => device.utilization < IDLE_BELOW) === true;
  const found: string[] = [];
  if (idle && share >= DOMINATES_FROM) {
    found.push(`The lanes waited while ${stage} took ${percent(share)} of the time of a file: ${remedy}.`);
  }
  if (config.targetThroughput > 0 && rowsPerSecond < config.targetThroughput) {
    const reason = idle
      ? `the lanes were idle while ${stage} took the most time; ${remedy}`
      : 'the lanes were busy; use more --threads or another device';
    found.push(
      `${Math.round(rowsPerSecond)} rows/s are below the target of ${config.targetThroughput}: ${reason}.`,
    );
  }
  return found;
}

function rejects({ statistics }: Measured): string[] {
  const { rejectCodes, records } = statistics;
  return Object.entries(rejectCodes)
    .filter(([, count]) => count / records >= MANY_REJECTS)
    .sort((a, b) => b[1] - a[1])
    .map(([code, count]) => {
      const remedy = REMEDIES[code] ?? 'look at the file with the rejects';
      return `${percent(count / records)} of the records were rejected with ${code}: ${remedy}.`;
    });
}

function confidence({ statistics }: Measured): string[] {
  const { rows, confidenceSum, labelRows } = statistics;
  if (rows < LEAST_ROWS) return [];
  const found: string[] = [];
  const mean = confidenceSum / rows;
  if (mean < LOW_CONFIDENCE) {
    found.push(
      `The mean confidence is only ${(mean / 10_000).toFixed(2)}: check that --address-column names the column with the addresses.`,
    );
  }
  const without = (labelRows[0] ?? 0) / rows;
  if (without >= MANY_WITHOUT_COMPONENT) {
    found.push(
      `${percent(without)} of the rows have no component at all: many addresses are empty, or --address-column is wrong.`,
    );
  }
  return found;
}

function devices({ config, devices: used, wallSeconds }: Measured): string[] {
  const found: string[] = [];
  for (const { device, backend, utilization, quarantined } of used ?? []) {
    if (quarantined) found.push(`${device} failed and was left out: ${quarantined}.`);
    const wanted = config.gpuUtilizationThreshold;
    if (backend === 'cuda' && wallSeconds >= LEAST_SECONDS && wanted > 0 && utilization < wanted) {
      found.push(
        `${device} was busy only ${percent(utilization)} of the time, below ${percent(wanted)}: use a larger --chunk-size.`,
      );
    }
  }
  return found;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
