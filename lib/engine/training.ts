import { loadBinding } from '../binding/load.js';
import type { TrainingSpec } from '../binding/native.js';
import { abortError, throwIfAborted } from './abort.js';
import { nativeCall } from './native-call.js';

/** Trains on a thread of the addon; ERR_ABORTED as soon as it has stopped for the signal. */
export async function runTraining(
  spec: TrainingSpec,
  signal: AbortSignal | undefined,
): Promise<{ model: Buffer; losses: number[] }> {
  throwIfAborted(signal);
  const training = loadBinding().binding.startTraining(spec);
  const stop = (): void => training.stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const trained = await nativeCall(training.result);
    if (trained === null) throw abortError(signal);
    return trained;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** What the trainer of a model wrote into it. */
export function modelDescription(model: Uint8Array): Record<string, unknown> {
  const text = loadBinding().binding.modelDescription(model);
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    // Any text may stand there; a model does not need it to parse.
    return {};
  }
}
