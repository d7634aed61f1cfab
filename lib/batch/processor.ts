import { readdir, rm } from 'node:fs/promises';
import type { ProcessingConfiguration } from '../config/index.js';
import { ChunkEngine, lockFile, unlockFile } from '../engine/index.js';
import { PosthasteError } from '../errors.js';
import { fsyncDir } from '../io/index.js';
import { checkBatchId } from './batch-id.js';
import { runBatch } from './batch-run.js';
import { dryRun } from './dry-run.js';
import { findInputs, findJob, makeManifest, type Plan, reserveId } from './job.js';
import { BatchLock } from './lock.js';
import { type Manifest, readManifest, writeManifest } from './manifest.js';
import { diskError } from './output-error.js';
import { makeOutputDir } from './output-files.js';
import { batchIds, detailOf, overviews } from './overview.js';
import { Layout } from './paths.js';
import type {
  BatchDetail,
  BatchOverview,
  BatchReport,
  BatchRequest,
  PlannedFile,
  Verification,
} from './types.js';
import { verifyBatch } from './verify.js';

const LOCKS = { lockFile, unlockFile };

/** Processes files in batch jobs whose outputs, state and reports lie below one directory. */
export class BatchFileProcessor {
  private readonly explicit: Partial<ProcessingConfiguration>;
  private readonly layout: Layout;

  /**
   * `config` holds what is asked for explicitly; everything else is at its default in a new batch job, and as the
   * job was begun in one that goes on.
   */
  constructor(config: Partial<ProcessingConfiguration>, outputDir: string) {
    this.explicit = { ...config };
    this.layout = new Layout(outputDir);
  }

  /**
   * One run: of a new batch job, or of one that exists and is not finished. Failures of single files are in the
   * report; what keeps the job from running or stops it is thrown as a `PosthasteError`.
   */
  async processFilesBatch(request: BatchRequest = {}): Promise<BatchReport> {
    const job = await findJob(this.layout, this.explicit, request);
    const inputs = job.manifest ? [] : await findInputs(this.layout, request, job.cwd);
    for (const directory of [this.layout.results, this.layout.states, this.layout.reports]) {
      await makeOutputDir(directory);
    }
    const now = new Date();
    const batchId = job.manifest?.batchId ?? (await reserveId(this.layout, job.batchId, now));
    const lock = await BatchLock.take(LOCKS, this.layout.lock(batchId), batchId);
    try {
      const engine = await ChunkEngine.open(job.config);
      try {
        refuseOtherModel(job.manifest, engine);
        const { cwd, config } = job;
        const plan = { batchId, now, cwd, config, modelSha256: engine.modelSha256, files: inputs };
        const manifest = job.manifest ?? (await this.begin(plan, request));
        const { layout } = this;
        return await runBatch({ layout, manifest, config, engine, resumed: job.manifest !== null, request });
      } finally {
        await engine.close();
      }
    } finally {
      await this.forgetUnbegun(batchId);
      await lock.release();
    }
  }

  /** What `processFilesBatch` would do with each file. Nothing is written and no model is loaded. */
  async plan(request: BatchRequest): Promise<PlannedFile[]> {
    const job = await findJob(this.layout, this.explicit, request);
    const inputs = job.manifest?.files ?? (await findInputs(this.layout, request, job.cwd));
    return dryRun(this.layout, job, inputs);
  }

  /** ERR_NO_INPUT when there is no such batch job. Also works while a process works on it. */
  async status(batchId: string): Promise<BatchDetail> {
    return detailOf(this.layout, LOCKS, checkBatchId(batchId));
  }

  async listBatches(): Promise<BatchOverview[]> {
    return overviews(this.layout, LOCKS);
  }

  /** Hashes the committed outputs of one batch job, or of all, and compares them with what was recorded. */
  async verify(batchId?: string): Promise<Verification[]> {
    const ids = batchId === undefined ? await batchIds(this.layout) : [checkBatchId(batchId)];
    const found: Verification[] = [];
    for (const id of ids) found.push(await verifyBatch(this.layout, id));
    return found;
  }

  /** A batch job without a manifest leaves nothing behind. */
  private async forgetUnbegun(batchId: string): Promise<void> {
    const directory = this.layout.state(batchId);
    const names = await readdir(directory).catch(() => []);
    if (names.join() === 'lock') await rm(directory, { recursive: true, force: true });
  }

  private async begin(plan: Plan, request: BatchRequest): Promise<Manifest> {
    const file = this.layout.manifest(plan.batchId);
    if (await readManifest(file)) {
      throw new PosthasteError(
        'ERR_LOCKED',
        `Batch ${plan.batchId} was begun by another process in this moment. Run the command again to go on with it.`,
      );
    }
    const manifest = makeManifest(plan, request);
    try {
      await writeManifest(file, manifest);
      await fsyncDir(this.layout.states);
    } catch (error) {
      throw diskError(error, `Cannot write ${file}`);
    }
    return manifest;
  }
}

function refuseOtherModel(manifest: Manifest | null, engine: ChunkEngine): void {
  const { sha256 } = manifest?.model ?? {};
  if (!manifest || sha256 === engine.modelSha256) return;
  throw new PosthasteError(
    'ERR_MODEL',
    `Batch ${manifest.batchId} was begun with model ${sha256} but the model is now ${engine.modelSha256}. Give --model with the earlier one, or begin a new batch job.`,
  );
}
