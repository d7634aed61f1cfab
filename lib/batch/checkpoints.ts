import type { FileParts } from './file-parts.js';
import type { Position } from './journal-entry.js';
import type { RunScope } from './run-scope.js';

interface Subject {
  index: number;
  path: string;
  shape: string;
  startedAt: string;
  parts: FileParts;
}

/**
 * Makes what was written durable every so many bytes or seconds. The disk works while the next chunks are written:
 * a checkpoint speaks of what was there when it began.
 */
export class Checkpoints {
  private savedAt = performance.now();
  private savedInput: number;
  private savedOutput: number;
  private saving: Promise<void> | null = null;
  private failure: { error: unknown } | null = null;

  constructor(
    private readonly scope: RunScope,
    private readonly subject: Subject,
    private position: Position,
  ) {
    this.savedInput = position.offset;
    this.savedOutput = subject.parts.output.mark.offset;
  }

  /**
   * To be called after each chunk is written, with the position behind it. Waits when the next checkpoint is due
   * before the last one is made. Throws what an earlier one met.
   */
  async reached(position: Position): Promise<void> {
    this.position = position;
    if (!this.due()) return;
    await this.settled();
    this.saving = this.save()
      .catch((error: unknown) => {
        this.failure = { error };
      })
      .finally(() => {
        this.saving = null;
      });
  }

  /** Waits for the one under way. */
  async settled(): Promise<void> {
    await this.saving;
    if (this.failure) throw this.failure.error;
  }

  /** One more, now. */
  async last(): Promise<void> {
    await this.settled();
    await this.save();
  }

  private due(): boolean {
    const { checkpointBytes, checkpointSeconds } = this.scope.config;
    return (
      this.position.offset - this.savedInput >= checkpointBytes ||
      this.subject.parts.output.mark.offset - this.savedOutput >= checkpointBytes ||
      performance.now() - this.savedAt >= checkpointSeconds * 1000
    );
  }

  private async save(): Promise<void> {
    const { index, path, shape, startedAt, parts } = this.subject;
    const input = this.position;
    const marks = parts.marks();
    this.savedAt = performance.now();
    this.savedInput = input.offset;
    this.savedOutput = marks.output.offset;
    await parts.sync();
    const { journal, state, manifest, emit } = this.scope;
    const entry = { type: 'checkpoint', file: index, shape, input, ...marks, startedAt } as const;
    await journal.append(entry);
    state.apply(entry);
    emit({
      type: 'checkpoint',
      batchId: manifest.batchId,
      path,
      rows: marks.statistics.rows,
      inputOffset: input.offset,
      outputOffset: marks.output.offset,
    });
  }
}
