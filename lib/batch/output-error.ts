import { PosthasteError, systemCode } from '../errors.js';

/** `create`: the output directory cannot be made or written to (exit 73). `write`: the disk failed midway (exit 74). */
export type OutputStage = 'create' | 'write';

const stages = new WeakMap<PosthasteError, OutputStage>();

/** An ERR_OUTPUT that stops the whole batch job, not one file. */
export function outputError(stage: OutputStage, message: string, cause?: unknown): PosthasteError {
  const error = new PosthasteError('ERR_OUTPUT', message, { cause });
  stages.set(error, stage);
  return error;
}

/** The stage of an error that stops the batch job; undefined for every other error. */
export function outputStage(error: unknown): OutputStage | undefined {
  return error instanceof PosthasteError ? stages.get(error) : undefined;
}

/** Wraps what a write to the state of the batch job threw: the job cannot go on without it. */
export function diskError(error: unknown, what: string): PosthasteError {
  if (outputStage(error)) return error as PosthasteError;
  // One of lib/io says already what could not be written.
  const told = error instanceof PosthasteError;
  return outputError('write', told ? error.message : `${what}: ${(error as Error).message}`, error);
}

const DISK_IS_BAD = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EMFILE', 'ENFILE']);

/**
 * What a write to a file of results threw: a disk that is full or broken stops the batch job, anything else
 * (a foreign file in the way, a name that is too long) fails the one file.
 */
export function resultError(error: unknown, what: string): PosthasteError {
  if (outputStage(error)) return error as PosthasteError;
  if (DISK_IS_BAD.has(systemCode(error))) return diskError(error, what);
  if (error instanceof PosthasteError) return error;
  return new PosthasteError('ERR_OUTPUT', `${what}: ${(error as Error).message}`, { cause: error });
}
