import path from 'node:path';
import type { InputFile } from '../io/index.js';
import type { SkipEntry } from './journal-entry.js';
import type { RunScope } from './run-scope.js';

/**
 * Looks whether an earlier batch job made a standing output from the same content with the same options and model.
 * When it did, the file is journaled as skipped.
 */
export async function skipWhenProcessed(
  scope: RunScope,
  index: number,
  identity: InputFile,
): Promise<boolean> {
  const { processed, config, journal, state, layout } = scope;
  const earlier = await processed.find(identity, config.alwaysHash);
  if (!earlier) return false;
  const entry: SkipEntry = {
    type: 'skip',
    file: index,
    because: `same content, options and model as ${path.join(layout.outputDir, earlier.output)} of ${earlier.batchId}`,
    output: earlier.output,
    inputSha256: earlier.inputSha256,
    bytesIn: identity.size,
    at: new Date().toISOString(),
  };
  await journal.append(entry);
  state.apply(entry);
  return true;
}
