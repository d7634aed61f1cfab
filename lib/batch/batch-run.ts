import type { ProcessingConfiguration } from '../config/index.js';
import { PosthasteError } from '../errors.js';
import { suggestionsFor } from '../report/suggestions.js';
import { writeReport } from '../report/write-report.js';
import { Dispatcher } from './dispatcher.js';
import { FilesAtOnce } from './files-at-once.js';
import { Journal } from './journal.js';
import type { Manifest } from './manifest.js';
import { MemoryGate } from './memory-gate.js';
import { diskError, outputError, outputStage } from './output-error.js';
import type { Layout } from './paths.js';
import { ProcessedFiles } from './processed-files.js';
import { Progress } from './progress.js';
import type { BatchEngine, RunScope } from './run-scope.js';
import { noSeconds } from './stage-seconds.js';
import { BatchProcessingState, totalsOf } from './state.js';
import { noStatistics } from './statistics.js';
import type { BatchEvent, BatchReport, BatchRequest, BatchStatus, BatchTotals } from './types.js';

export interface BatchRunFacts {
  layout: Layout;
  manifest: Manifest;
  config: ProcessingConfiguration;
  engine: BatchEngine;
  resumed: boolean;
  request: BatchRequest;
}

/** One run of a batch job whose lock is held: replays the journal, does what is left, reports. */
export async function runBatch(facts: BatchRunFacts): Promise<BatchReport> {
  const { layout, manifest } = facts;
  const state = new BatchProcessingState(manifest, layout);
  const journal = await Journal.open(layout.journal(manifest.batchId), manifest.batchId, (entry) =>
    state.apply(entry),
  );
  try {
    return await new BatchRun(facts, state, journal).run();
  } finally {
    await journal.close();
  }
}

class BatchRun {
  private readonly startedAt = new Date();
  private readonly emit: (event: BatchEvent) => void;

  constructor(
    private readonly facts: BatchRunFacts,
    private readonly state: BatchProcessingState,
    private readonly journal: Journal,
  ) {
    this.emit = facts.request.onEvent ?? (() => undefined);
  }

  async run(): Promise<BatchReport> {
    const { manifest, resumed, request } = this.facts;
    const { batchId, files } = manifest;
    const run = {
      type: 'run',
      run: this.state.runs + 1,
      at: this.startedAt.toISOString(),
      pid: process.pid,
    } as const;
    await this.journal.append(run);
    this.state.apply(run);
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    this.emit({ type: 'batch_started', batchId, files: files.length, bytes, resumed });
    const scope = await this.openScope(bytes);
    const left = this.unfinished();
    for (const [index, file] of files.entries())
      if (!left.has(index)) scope.progress.fileEnded(index, file.size);
    const stop = () => scope.dispatcher.stop();
    for (const signal of [request.signal, request.stopNow]) signal?.addEventListener('abort', stop);
    try {
      await scope.files.process([...left]);
    } catch (error) {
      if (!(error instanceof PosthasteError && error.code === 'ERR_ABORTED'))
        throw this.withResumeCommand(error);
    } finally {
      for (const signal of [request.signal, request.stopNow]) signal?.removeEventListener('abort', stop);
    }
    return this.finish(scope);
  }

  /** A disk that failed can be put right, and the batch job goes on. */
  private withResumeCommand(error: unknown): unknown {
    if (outputStage(error) !== 'write') return error;
    const command = resumeCommand(this.facts.manifest.batchId, this.facts.layout.outputDir);
    return outputError(
      'write',
      `${(error as Error).message}. Once that is put right, go on with: ${command}`,
      error,
    );
  }

  private async openScope(bytes: number): Promise<RunScope & { files: FilesAtOnce }> {
    const { layout, manifest, config, engine, request } = this.facts;
    const { batchId } = manifest;
    const terms = { optionsDigest: manifest.optionsDigest, model: manifest.model.sha256 };
    const warn = (message: string) => this.emit({ type: 'warning', batchId, message });
    const dispatcher = new Dispatcher(engine, warn);
    const enough = 2 * dispatcher.depth * config.chunkSize;
    const abandoned = () => request.stopNow?.aborted === true;
    const scope = {
      ...{
        engine,
        config,
        layout,
        manifest,
        state: this.state,
        journal: this.journal,
        dispatcher,
        terms,
        warn,
      },
      // More than this keeps no lane busier, it only takes memory.
      gate: new MemoryGate(Math.min(config.maxMemory, 4 * enough + (16 << 20))),
      processed: await ProcessedFiles.open(layout, engine, terms, batchId),
      progress: new Progress(batchId, manifest.files.length, bytes, this.emit),
      timings: noSeconds(),
      fileSeconds: { sum: 0 },
      statistics: noStatistics(),
      emit: this.emit,
      abandoned,
      stopping: () => abandoned() || request.signal?.aborted === true || files.stopping,
      inputRead: (index: number) => files.inputRead(index),
    };
    const files: FilesAtOnce = new FilesAtOnce(scope, enough);
    return { ...scope, files };
  }

  /** Files that are neither done nor skipped nor failed for good, in order. */
  private unfinished(): Set<number> {
    const { manifest, request } = this.facts;
    const indices = manifest.files.flatMap((_, index) => {
      const { done, skip, fail } = this.state.file(index);
      return done || skip || (fail && request.retryFailed === false) ? [] : [index];
    });
    return new Set(indices);
  }

  private async finish(scope: RunScope): Promise<BatchReport> {
    const { layout, manifest, config, request, engine } = this.facts;
    const files = manifest.files.map((_, index) => this.state.metadata(index, false));
    const totals = totalsOf(files);
    const stopped = request.signal?.aborted === true || scope.abandoned();
    const status = statusOf(totals, stopped, config.continueOnError);
    const { progress, timings, statistics, fileSeconds } = scope;
    const { seconds } = progress;
    const perSecond = (count: number) => (seconds > 0 ? count / seconds : 0);
    const devices = scope.dispatcher.use();
    const rowsPerSecond = perSecond(progress.rows + progress.rejects);
    const measured = {
      ...{ config, statistics, seconds: timings, wallSeconds: seconds, fileSeconds: fileSeconds.sum },
      ...{ rowsPerSecond, devices },
    };
    const report: BatchReport = {
      version: 1,
      batchId: manifest.batchId,
      status,
      startedAt: this.startedAt.toISOString(),
      endedAt: new Date().toISOString(),
      runs: this.state.runs,
      files,
      totals,
      throughput: { rowsPerSecond, bytesPerSecond: perSecond(progress.bytesIn) },
      devices,
      timings,
      suggestions: suggestionsFor(measured),
      model: { sha256: engine.modelSha256 },
    };
    if (status === 'interrupted') report.resumeCommand = resumeCommand(manifest.batchId, layout.outputDir);
    if (!scope.abandoned()) {
      await this.journal.append({ type: 'end', at: report.endedAt, status });
      await writeReport(layout, report).catch((error: unknown) => {
        throw diskError(error, 'Cannot write the report');
      });
    }
    this.emit({ type: 'batch_finished', batchId: manifest.batchId, report });
    return report;
  }
}

function statusOf(totals: BatchTotals, stopped: boolean, continueOnError: boolean): BatchStatus {
  if (totals.interrupted + totals.notStarted > 0) return stopped ? 'interrupted' : 'failed';
  if (totals.failed === 0) return 'completed';
  return continueOnError ? 'completed_with_errors' : 'failed';
}

export function resumeCommand(batchId: string, outputDir: string): string {
  const word = /^[\w@%+=:,./-]+$/.test(outputDir) ? outputDir : `'${outputDir.replaceAll("'", `'\\''`)}'`;
  return `posthaste resume ${batchId} --output-dir ${word}`;
}
