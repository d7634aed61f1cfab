import { BEGINNING, type ChunkReader } from './chunk-reader.js';
import { FileParts } from './file-parts.js';
import type { FilePlan } from './file-plan.js';
import type { CheckpointEntry, Position } from './journal-entry.js';
import type { OutputFiles } from './output-files.js';

/** Where the work on a file begins: at its beginning or behind its last checkpoint. */
export interface FileStart {
  reader: ChunkReader;
  parts: FileParts;
  position: Position;
  startedAt: string;
}

/** Begins anew: earlier parts are replaced. */
export async function startFresh(
  files: OutputFiles,
  plan: FilePlan,
  openReader: () => ChunkReader,
): Promise<FileStart> {
  const parts = await FileParts.create(files, plan.head);
  return { reader: openReader(), parts, position: BEGINNING, startedAt: new Date().toISOString() };
}

/** Goes on behind a checkpoint; a string tells why that is impossible. */
export async function startAtCheckpoint(
  files: OutputFiles,
  plan: FilePlan,
  checkpoint: CheckpointEntry,
  openReader: () => ChunkReader,
): Promise<FileStart | string> {
  if (plan.digest !== checkpoint.shape) return 'the input is not what it was';
  const reader = openReader();
  // First the input, which cannot be harmed: resuming the parts cuts them.
  let same = false;
  try {
    same = await reader.skipTo(checkpoint.input);
  } finally {
    if (!same) await reader.close();
  }
  if (!same) return 'the beginning of the input has changed';
  const parts = await FileParts.resume(files, checkpoint);
  if (!parts) {
    await reader.close();
    return 'its parts are not what was written';
  }
  return { reader, parts, position: checkpoint.input, startedAt: checkpoint.startedAt };
}
