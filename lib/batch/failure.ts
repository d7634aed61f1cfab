import { asPosthasteError, type ErrorCode, type PosthasteError } from '../errors.js';
import { outputStage } from './output-error.js';

/** Codes that are not about one file: nothing else of the batch job would go better. */
const ENDS_BATCH: ReadonlySet<ErrorCode> = new Set([
  'ERR_ABORTED',
  'ERR_ADDON',
  'ERR_BACKEND_FAILED',
  'ERR_BACKEND_UNAVAILABLE',
  'ERR_CLOSED',
  'ERR_MODEL',
  'ERR_STATE',
]);

export function asFailure(thrown: unknown): PosthasteError {
  return asPosthasteError(thrown, 'ERR_INTERNAL', 'Unexpected failure');
}

/** Whether a failure ends the batch job instead of one file; what is checkpointed stays. */
export function endsBatch(error: PosthasteError): boolean {
  return outputStage(error) !== undefined || ENDS_BATCH.has(error.code);
}
