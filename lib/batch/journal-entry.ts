import type { ErrorCode } from '../errors.js';
import type { InputFile } from '../io/index.js';
import { openLine, sealLine } from './sealed-line.js';
import type { FileStatistics } from './statistics.js';

export const JOURNAL_VERSION = 1;

/** A point in the decoded stream of an input: right behind a record. */
export interface Position {
  offset: number;
  /** One-based number of the line that begins there. */
  line: number;
  /** CRC-32 of all bytes before it. */
  crc: number;
}

/** How far a part had grown, and the CRC-32 of what it holds. */
export interface PartMark {
  offset: number;
  crc: number;
}

export interface CheckpointEntry {
  type: 'checkpoint';
  file: number;
  /** Digest of how the input is read; another shape means that the input changed. */
  shape: string;
  input: Position;
  output: PartMark;
  rejects: PartMark;
  statistics: FileStatistics;
  startedAt: string;
}

export interface CommitEntry {
  type: 'commit';
  file: number;
  rows: number;
  rejected: number;
  blank: number;
  /** Raw bytes of the input and their SHA-256. */
  bytesIn: number;
  inputSha256: string;
  outputBytes: number;
  outputSha256: string;
  /** Zero bytes: there is no file with rejects. */
  rejectsBytes: number;
  rejectsSha256: string;
  identity: InputFile;
  startedAt: string;
  endedAt: string;
}

export interface FailEntry {
  type: 'fail';
  file: number;
  code: ErrorCode;
  message: string;
  at: string;
}

export interface SkipEntry {
  type: 'skip';
  file: number;
  because: string;
  /** The earlier output, relative to the output directory. */
  output: string;
  inputSha256: string;
  bytesIn: number;
  at: string;
}

export type JournalEntry =
  | { type: 'journal'; version: number; batchId: string }
  | { type: 'run'; run: number; at: string; pid: number }
  | CheckpointEntry
  | CommitEntry
  | { type: 'done'; file: number }
  | FailEntry
  | SkipEntry
  | { type: 'end'; at: string; status: string };

/** One line with its number. */
export function formatEntry(seq: number, entry: JournalEntry): string {
  return sealLine({ seq, ...entry });
}

/** Null when the line is not what `formatEntry` wrote for this number. */
export function parseEntry(seq: number, line: string): JournalEntry | null {
  const opened = openLine(line);
  if (opened?.seq !== seq) return null;
  const { seq: _seq, ...entry } = opened;
  return entry as JournalEntry;
}
