import { openBlocks } from '../io/index.js';
import { ChunkReader } from './chunk-reader.js';
import { commitFile } from './commit.js';
import { asFailure, endsBatch } from './failure.js';
import { FileFlow } from './file-flow.js';
import { type FilePlan, planFile } from './file-plan.js';
import { type FileStart, startAtCheckpoint, startFresh } from './file-start.js';
import { lockPart } from './lock.js';
import { OutputFiles } from './output-files.js';
import type { RunScope } from './run-scope.js';
import { skipWhenProcessed } from './skip.js';
import { addSeconds, stageSeconds } from './stage-seconds.js';

export type FileOutcome = 'completed' | 'skipped' | 'interrupted';

/**
 * Takes one input from where it stands to its committed output. Throws what makes the file fail, its parts
 * removed, or what stops the batch job, its parts kept.
 */
export async function runFile(scope: RunScope, index: number, anew: boolean): Promise<FileOutcome> {
  const { state, config, engine, manifest } = scope;
  const { path } = manifest.files[index] as { path: string };
  const files = new OutputFiles(state.output(index));
  const plan = await planFile(path, config, manifest, engine);
  const checkpoint = anew ? undefined : state.file(index).checkpoint;
  if (!checkpoint && config.skipProcessed && (await skipWhenProcessed(scope, index, plan.identity)))
    return 'skipped';
  await files.makeFolder();
  await files.refuseForeign();
  const lock = await lockPart(engine, files.outputPart);
  try {
    const openReader = () => readerOf(scope, path, plan);
    let start: FileStart | string = 'no checkpoint';
    if (checkpoint) {
      start = await startAtCheckpoint(files, plan, checkpoint, openReader);
      if (typeof start === 'string') scope.warn(`${path} begins anew: ${start}`);
    }
    if (typeof start === 'string') start = await startFresh(files, plan, openReader);
    return await flow(scope, index, plan, files, start);
  } catch (thrown) {
    // A commit that is in the journal needs its parts.
    const failure = asFailure(thrown);
    if (!endsBatch(failure) && !state.file(index).commit) await files.removeParts();
    throw failure;
  } finally {
    await lock.close();
  }
}

async function flow(
  scope: RunScope,
  index: number,
  plan: FilePlan,
  files: OutputFiles,
  start: FileStart,
): Promise<FileOutcome> {
  const { path, size } = plan.identity;
  const { batchId } = scope.manifest;
  scope.emit({
    ...{ type: 'file_started', batchId, path, output: files.output, bytes: size },
    resumedAt: start.position.offset,
  });
  if (plan.doubled.length > 0) {
    scope.warn(
      `${path} has columns named like parsed ones (${plan.doubled.join(', ')}); see --column-prefix`,
    );
  }
  const fileFlow = new FileFlow(scope, index, plan, start);
  const seconds = () => stageSeconds(start, fileFlow.use);
  try {
    if (!(await fileFlow.toTheEnd())) return 'interrupted';
    await commitFile(scope, index, plan, files, start, fileFlow.use, seconds);
    return 'completed';
  } finally {
    await Promise.all([start.parts.close(), start.reader.close()]);
    addSeconds(scope.timings, seconds());
    scope.fileSeconds.sum += fileFlow.use.wallSeconds;
  }
}

function readerOf({ engine, config }: RunScope, path: string, plan: FilePlan): ChunkReader {
  const { shape, identity } = plan;
  const { delimiter, quote, crEndsRecord } = shape;
  const { maxRecordBytes } = config;
  // A block of at most half the limit keeps the exact, slower scan for records that really are large.
  const blockSize = Math.min(config.chunkSize, Math.max(64, maxRecordBytes >> 1));
  return new ChunkReader(
    openBlocks(path, shape, { blockSize, expect: identity }),
    engine.createScanner({ delimiter, quote, crEndsRecord }),
    { hasHeader: shape.hasHeader, crEndsRecord, maxRecordBytes },
  );
}
