import path from 'node:path';
import type { CheckpointEntry, CommitEntry, FailEntry, JournalEntry, SkipEntry } from './journal-entry.js';
import type { Manifest } from './manifest.js';
import { type Layout, rejectsOf, sidecarOf } from './paths.js';
import type { BatchTotals, FileProcessingMetadata, FileStatus } from './types.js';

/** The last that the journal tells of one file. */
export interface FileState {
  checkpoint?: CheckpointEntry;
  commit?: CommitEntry;
  /** The commit is finished: the outputs have their final names. */
  done?: boolean;
  fail?: FailEntry;
  skip?: SkipEntry;
}

/** A batch job as its manifest and the entries of its journal tell. */
export class BatchProcessingState {
  runs = 0;
  /** What the last run that came to its end found, or null. */
  ended: string | null = null;
  private readonly files: FileState[];

  constructor(
    readonly manifest: Manifest,
    private readonly layout: Layout,
  ) {
    this.files = manifest.files.map(() => ({}));
  }

  apply(entry: JournalEntry): void {
    switch (entry.type) {
      case 'journal':
        break;
      case 'run':
        this.runs = entry.run;
        this.ended = null;
        break;
      case 'checkpoint':
        this.files[entry.file] = { checkpoint: entry };
        break;
      case 'commit':
        this.files[entry.file] = { commit: entry };
        break;
      case 'done':
        this.file(entry.file).done = true;
        break;
      case 'fail':
        this.files[entry.file] = { fail: entry };
        break;
      case 'skip':
        this.files[entry.file] = { skip: entry };
        break;
      case 'end':
        this.ended = entry.status;
        break;
    }
  }

  file(index: number): FileState {
    return this.files[index] as FileState;
  }

  /** Absolute path of the output that was planned. */
  output(index: number): string {
    return path.join(this.layout.results, this.manifest.files[index]?.output ?? '');
  }

  /** `running`: whether a file that is begun is being worked on or was left. */
  metadata(index: number, running: boolean): FileProcessingMetadata {
    const { checkpoint, commit, done, fail, skip } = this.file(index);
    const input = this.manifest.files[index] as { path: string; size: number };
    const output = this.output(index);
    const finished = commit && done ? commit : undefined;
    const begun: FileStatus = running ? 'in_progress' : 'interrupted';
    const sums = checkpoint?.statistics;
    return {
      path: input.path,
      status: finished
        ? 'completed'
        : skip
          ? 'skipped'
          : fail
            ? 'failed'
            : checkpoint || commit
              ? begun
              : 'not_started',
      output: skip ? path.join(this.layout.outputDir, skip.output) : output,
      rejectsFile: finished && finished.rejectsBytes > 0 ? rejectsOf(output) : null,
      sidecar: finished ? sidecarOf(output) : null,
      rows: commit?.rows ?? sums?.rows ?? 0,
      rejects: commit?.rejected ?? sums?.rejected ?? 0,
      blank: commit?.blank ?? sums?.blank ?? 0,
      bytesIn: commit?.bytesIn ?? skip?.bytesIn ?? input.size,
      bytesOut: commit?.outputBytes ?? checkpoint?.output.offset ?? 0,
      sha256: commit?.inputSha256 ?? skip?.inputSha256 ?? null,
      outputSha256: commit?.outputSha256 ?? null,
      startedAt: commit?.startedAt ?? checkpoint?.startedAt ?? null,
      endedAt: finished?.endedAt ?? fail?.at ?? skip?.at ?? null,
      ...(fail ? { error: { code: fail.code, message: fail.message } } : {}),
      ...(skip ? { skippedBecause: skip.because } : {}),
    };
  }
}

export function totalsOf(files: readonly FileProcessingMetadata[]): BatchTotals {
  const count = (status: FileStatus) => files.filter((file) => file.status === status).length;
  const made = files.filter((file) => file.status !== 'skipped' && file.status !== 'not_started');
  const sum = (key: 'rows' | 'rejects' | 'blank' | 'bytesIn' | 'bytesOut') =>
    made.reduce((total, file) => total + file[key], 0);
  return {
    files: files.length,
    completed: count('completed'),
    skipped: count('skipped'),
    failed: count('failed'),
    interrupted: count('interrupted') + count('in_progress'),
    notStarted: count('not_started'),
    rows: sum('rows'),
    rejects: sum('rejects'),
    blank: sum('blank'),
    bytesIn: sum('bytesIn'),
    bytesOut: sum('bytesOut'),
  };
}
