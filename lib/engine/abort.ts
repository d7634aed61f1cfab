import { PosthasteError } from '../errors.js';

/** ERR_ABORTED with the signal's reason as cause, when it was aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortError(signal);
}

/** The promise, or ERR_ABORTED as soon as the signal is aborted; what the promise stands for goes on then. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  // `await` keeps the caller in the stacks of errors.
  if (!signal) return await promise;
  throwIfAborted(signal);
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(abortError(signal));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}

export function abortError(signal: AbortSignal | undefined): PosthasteError {
  return new PosthasteError('ERR_ABORTED', 'The operation was aborted', { cause: signal?.reason });
}
