import { mkdir } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { completeConfiguration, outputAffecting, type ProcessingConfiguration } from '../config/index.js';
import { PosthasteError } from '../errors.js';
import { discover, type InputFile } from '../io/index.js';
import { automaticBatchId, checkBatchId, outputStamp } from './batch-id.js';
import { digestOf, MANIFEST_VERSION, type Manifest, readManifest } from './manifest.js';
import { outputError } from './output-error.js';
import { type Layout, planOutputs } from './paths.js';
import type { BatchRequest } from './types.js';

type Explicit = Partial<ProcessingConfiguration>;

/** A batch job that exists, or what a new one is to be made of. */
export interface Job {
  config: ProcessingConfiguration;
  /** Null when the job is new. */
  manifest: Manifest | null;
  /** The id that was asked for; null: an automatic one. */
  batchId: string | null;
  cwd: string;
}

/** Finds out what a request means. ERR_NO_INPUT for an id that must exist, ERR_OPTION for what contradicts the plan. */
export async function findJob(layout: Layout, explicit: Explicit, request: BatchRequest): Promise<Job> {
  const { resumeBatchId, batchId: wanted } = request;
  if (resumeBatchId !== undefined && wanted !== undefined && resumeBatchId !== wanted) {
    throw new PosthasteError(
      'ERR_OPTION',
      `Expected one batch id but received '${resumeBatchId}' and '${wanted}'`,
    );
  }
  const batchId = resumeBatchId ?? wanted ?? null;
  const manifest = batchId === null ? null : await readManifest(layout.manifest(checkBatchId(batchId)));
  if (resumeBatchId !== undefined && !manifest) throw unknownBatch(layout, resumeBatchId);
  const asked: Explicit = { ...explicit };
  if (request.skipProcessed !== undefined) asked.skipProcessed = request.skipProcessed;
  if (request.continueOnError !== undefined) asked.continueOnError = request.continueOnError;
  if (manifest) {
    refuseOtherPlan(manifest, asked, request);
    const config = completeConfiguration({ ...manifest.options, ...asked });
    return { config, manifest, batchId, cwd: manifest.cwd };
  }
  return { config: completeConfiguration(asked), manifest: null, batchId, cwd: request.cwd ?? process.cwd() };
}

export function unknownBatch(layout: Layout, batchId: string): PosthasteError {
  return new PosthasteError(
    'ERR_NO_INPUT',
    `There is no batch ${batchId} below ${layout.outputDir}. 'posthaste status' lists those that there are.`,
  );
}

/** The files that patterns name, without those that batch jobs made. */
export async function findInputs(layout: Layout, request: BatchRequest, cwd: string): Promise<InputFile[]> {
  const { filePatterns = [], exclude = [] } = request;
  if (filePatterns.length === 0) {
    throw new PosthasteError('ERR_OPTION', 'Expected patterns or paths of CSV files but received none');
  }
  const own = [layout.results, layout.states, layout.reports];
  const files = await discover(filePatterns, { cwd, exclude: [...exclude, ...own] });
  if (files.length > 0) return files;
  const shown = filePatterns.map((pattern) => `'${pattern}'`).join(', ');
  throw new PosthasteError('ERR_NO_INPUT', `No file matches ${shown} in ${cwd}`);
}

/** Takes a free id and makes the directory of its state. */
export async function reserveId(layout: Layout, batchId: string | null, now: Date): Promise<string> {
  const make = async (id: string, mustBeNew: boolean) => {
    try {
      await mkdir(layout.state(id), { recursive: !mustBeNew });
      return true;
    } catch (error) {
      if (mustBeNew && (error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw outputError('create', `Cannot make ${layout.state(id)}: ${(error as Error).message}`, error);
    }
  };
  if (batchId === null) return automaticBatchId(now, (id) => make(id, true));
  await make(batchId, false);
  return batchId;
}

export interface Plan {
  batchId: string;
  now: Date;
  cwd: string;
  config: ProcessingConfiguration;
  modelSha256: string;
  files: readonly InputFile[];
}

export function makeManifest(plan: Plan, request: BatchRequest): Manifest {
  const { batchId, now, cwd, config, modelSha256, files } = plan;
  const paths = files.map((file) => file.path);
  const outputs = planOutputs(paths, cwd, outputStamp(batchId, now));
  return {
    version: MANIFEST_VERSION,
    batchId,
    createdAt: now.toISOString(),
    cwd,
    filePatterns: request.filePatterns ?? [],
    exclude: request.exclude ?? [],
    options: config,
    optionsDigest: digestOf(outputAffecting(config)),
    model: { sha256: modelSha256 },
    files: files.map((file, i) => ({ ...file, output: outputs[i] as string })),
  };
}

/** ERR_OPTION when what is given explicitly is not what the batch job was begun with. */
function refuseOtherPlan(manifest: Manifest, asked: Explicit, request: BatchRequest): void {
  const before: Record<string, unknown> = outputAffecting(manifest.options);
  const now: Record<string, unknown> = outputAffecting(
    completeConfiguration({ ...manifest.options, ...asked }),
  );
  const differences = Object.keys(now)
    .filter((key) => !isDeepStrictEqual(now[key], before[key]))
    .map((key) => `${key} was ${JSON.stringify(before[key])} and is now ${JSON.stringify(now[key])}`);
  const { filePatterns, exclude } = request;
  if (filePatterns && !isDeepStrictEqual(filePatterns, manifest.filePatterns)) {
    differences.push(
      `the patterns were ${JSON.stringify(manifest.filePatterns)} and are now ${JSON.stringify(filePatterns)}`,
    );
  }
  if (exclude && !isDeepStrictEqual(exclude, manifest.exclude)) {
    differences.push(
      `the excluded were ${JSON.stringify(manifest.exclude)} and are now ${JSON.stringify(exclude)}`,
    );
  }
  if (differences.length === 0) return;
  throw new PosthasteError(
    'ERR_OPTION',
    `Batch ${manifest.batchId} was begun otherwise: ${differences.join('; ')}. Leave that out to go on with it, or use another batch id.`,
  );
}
