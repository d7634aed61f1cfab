import { PosthasteError } from '../errors.js';

/**
 * Awaits a promise of the addon. Its errors are made on the way back from another thread, where no JavaScript is on
 * the stack; here they get the stack of those who await the call.
 */
export async function nativeCall<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof PosthasteError) Error.captureStackTrace(error, nativeCall);
    throw error;
  }
}
