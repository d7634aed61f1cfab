import type { PosthasteError } from '../errors.js';
import { finishCommit } from './commit.js';
import { asFailure, endsBatch } from './failure.js';
import { runFile } from './file-run.js';
import { OutputFiles } from './output-files.js';
import type { RunScope } from './run-scope.js';

/** Files at once at most, those that only wait for the disk included. */
const MOST_AT_ONCE = 24;

/**
 * Works through the files of a batch job in order. Another file is begun when the inputs that are being read
 * cannot keep the lanes busy any more: one large file at a time, many small ones.
 */
export class FilesAtOnce {
  private readonly active = new Map<number, Promise<void>>();
  private readonly reading = new Map<number, number>();
  private fatal: PosthasteError | null = null;
  private failedOne = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly scope: RunScope,
    private readonly enough: number,
  ) {}

  /** True once no further file is to be begun and those that are begun should end at a checkpoint. */
  get stopping(): boolean {
    return this.fatal !== null || (this.failedOne && !this.scope.config.continueOnError);
  }

  /** To be called when the input of a file is read to its end. */
  inputRead(index: number): void {
    if (this.reading.delete(index)) this.wake();
  }

  /** Throws what ends the batch job, after all files that were begun have come to rest. */
  async process(left: readonly number[]): Promise<void> {
    const { dispatcher, manifest, stopping } = this.scope;
    for (const index of left) {
      while (!stopping() && this.active.size > 0 && !this.wantsMore()) await this.change();
      if (stopping()) break;
      this.reading.set(index, manifest.files[index]?.size ?? 0);
      const work = this.one(index).finally(() => {
        this.active.delete(index);
        this.reading.delete(index);
        this.wake();
      });
      this.active.set(index, work);
    }
    while (this.active.size > 0) {
      dispatcher.inputEnds = this.reading.size === 0;
      await this.change();
    }
    if (this.fatal) throw this.fatal;
  }

  private wantsMore(): boolean {
    let unread = 0;
    for (const size of this.reading.values()) unread += size;
    return this.active.size < MOST_AT_ONCE && unread < this.enough;
  }

  private change(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  private async one(index: number): Promise<void> {
    const { progress } = this.scope;
    const { size = 0 } = this.scope.manifest.files[index] ?? {};
    try {
      await this.attempt(index);
    } catch (thrown) {
      await this.fail(index, asFailure(thrown));
    }
    progress.fileEnded(index, size);
  }

  private async attempt(index: number): Promise<void> {
    const { state, emit, manifest, warn } = this.scope;
    const { batchId } = manifest;
    const { path } = manifest.files[index] as { path: string };
    let anew = false;
    if (state.file(index).commit) {
      if (await finishCommit(this.scope, index, new OutputFiles(state.output(index)))) {
        return emit({ type: 'file_completed', batchId, file: state.metadata(index, true) });
      }
      warn(`${path} begins anew: the parts that a stopped run was committing are gone`);
      anew = true;
    }
    const outcome = await runFile(this.scope, index, anew).catch((thrown: unknown) => {
      const failure = asFailure(thrown);
      if (failure.code !== 'ERR_INPUT_CHANGED' || this.scope.stopping()) throw failure;
      warn(`${path} begins anew: ${failure.message}`);
      return runFile(this.scope, index, true);
    });
    const file = state.metadata(index, false);
    if (outcome === 'completed') emit({ type: 'file_completed', batchId, file });
    if (outcome === 'skipped') emit({ type: 'file_skipped', batchId, file });
  }

  private async fail(index: number, failure: PosthasteError): Promise<void> {
    if (endsBatch(failure)) {
      this.fatal ??= failure;
      return;
    }
    const { state, journal, emit, manifest } = this.scope;
    const { code, message } = failure;
    const entry = { type: 'fail', file: index, code, message, at: new Date().toISOString() } as const;
    try {
      await journal.append(entry);
    } catch (error) {
      this.fatal ??= asFailure(error);
      return;
    }
    state.apply(entry);
    this.failedOne = true;
    emit({
      type: 'file_failed',
      batchId: manifest.batchId,
      path: manifest.files[index]?.path ?? '',
      code,
      message,
    });
  }
}
