import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PACKAGE_ROOT } from '../binding/package-root.js';
import { PosthasteError } from '../errors.js';

/** What is known of the model of an engine. */
export interface ModelInfo {
  /** Absolute. */
  path: string;
  /** Lower-case hexadecimal digits: the name of the model. */
  sha256: string;
  bytes: number;
}

/** Reads a model, the package's own when no path is given; ERR_MODEL when it cannot be read. */
export async function readModel(
  given: string | null | undefined,
  signal: AbortSignal | undefined,
): Promise<{ bytes: Buffer; info: ModelInfo }> {
  const path = given ? resolve(given) : join(PACKAGE_ROOT, 'model', 'posthaste.model');
  let bytes: Buffer;
  try {
    bytes = await readFile(path, { signal });
  } catch (cause) {
    if (signal?.aborted) throw new PosthasteError('ERR_ABORTED', 'Opening the engine was aborted', { cause });
    const todo = given ? 'name a model file that can be read' : 'install the package again';
    throw new PosthasteError(
      'ERR_MODEL',
      `Cannot read the model ${path}: ${(cause as Error).message}; ${todo}`,
      {
        cause,
      },
    );
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes, info: { path, sha256, bytes: bytes.length } };
}
