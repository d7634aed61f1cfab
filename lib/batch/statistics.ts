import type { ChunkResult } from '../engine/index.js';

/** What is summed up over the chunks of one file; part of every checkpoint, so that no run counts twice. */
export interface FileStatistics {
  rows: number;
  rejected: number;
  blank: number;
  /** Records that the scanner cut, header left out; must equal rows + rejected + blank. */
  records: number;
  confidenceSum: number;
  confidenceHistogram: number[];
  labelRows: number[];
  /** Rejects by code. */
  rejectCodes: Record<string, number>;
}

export function noStatistics(): FileStatistics {
  return {
    rows: 0,
    rejected: 0,
    blank: 0,
    records: 0,
    confidenceSum: 0,
    confidenceHistogram: [],
    labelRows: [],
    rejectCodes: {},
  };
}

export function addResult(sum: FileStatistics, result: ChunkResult, records: number): void {
  sum.rows += result.rows;
  sum.rejected += result.rejected;
  sum.blank += result.blank;
  sum.records += records;
  sum.confidenceSum += result.confidenceSum;
  addEach(sum.confidenceHistogram, result.confidenceHistogram);
  addEach(sum.labelRows, result.labelRows);
  if (result.rejected > 0) countRejectCodes(result.rejects, sum.rejectCodes);
}

export function addStatistics(sum: FileStatistics, more: FileStatistics): void {
  for (const key of ['rows', 'rejected', 'blank', 'records', 'confidenceSum'] as const) sum[key] += more[key];
  addEach(sum.confidenceHistogram, more.confidenceHistogram);
  addEach(sum.labelRows, more.labelRows);
  for (const [code, count] of Object.entries(more.rejectCodes)) {
    sum.rejectCodes[code] = (sum.rejectCodes[code] ?? 0) + count;
  }
}

function addEach(sum: number[], more: ArrayLike<number>): void {
  for (let i = 0; i < more.length; i++) sum[i] = (sum[i] ?? 0) + (more[i] as number);
}

/** Rows are `line,byte_offset,code,reason,raw`; only the last two are ever quoted. */
function countRejectCodes(rejects: Buffer, counts: Record<string, number>): void {
  let at = 0;
  while (at < rejects.length) {
    const second = rejects.indexOf(0x2c, rejects.indexOf(0x2c, at) + 1);
    const third = rejects.indexOf(0x2c, second + 1);
    const code = rejects.toString('latin1', second + 1, third);
    counts[code] = (counts[code] ?? 0) + 1;
    at = endOfRow(rejects, third + 1);
  }
}

function endOfRow(csv: Buffer, from: number): number {
  let inQuotes = false;
  for (let i = from; i < csv.length; i++) {
    const byte = csv[i];
    if (byte === 0x22) inQuotes = !inQuotes;
    else if (byte === 0x0a && !inQuotes) return i + 1;
  }
  return csv.length;
}
