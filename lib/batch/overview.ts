import { readdir } from 'node:fs/promises';
import { asFailure } from './failure.js';
import { unknownBatch } from './job.js';
import { readJournal } from './journal.js';
import { type FileLocks, isLocked } from './lock.js';
import { readManifest } from './manifest.js';
import type { Layout } from './paths.js';
import { BatchProcessingState, totalsOf } from './state.js';
import type { BatchDetail, BatchOverview } from './types.js';

/** Ids of all batch jobs below an output directory that have a manifest, oldest name first. */
export async function batchIds(layout: Layout): Promise<string[]> {
  const entries = await readdir(layout.states, { withFileTypes: true }).catch(() => []);
  const ids = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return ids.sort();
}

/** The state of a batch job as it is on the disk. ERR_NO_INPUT when there is none, ERR_STATE when it is damaged. */
export async function readState(layout: Layout, batchId: string): Promise<BatchProcessingState> {
  const manifest = await readManifest(layout.manifest(batchId));
  if (!manifest) throw unknownBatch(layout, batchId);
  const state = new BatchProcessingState(manifest, layout);
  await readJournal(layout.journal(batchId), batchId, (entry) => state.apply(entry));
  return state;
}

/** One batch job with its files; also while another process works on it. */
export async function detailOf(layout: Layout, locks: FileLocks, batchId: string): Promise<BatchDetail> {
  const running = await isLocked(locks, layout.lock(batchId));
  const state = await readState(layout, batchId);
  const { manifest, runs } = state;
  const files = manifest.files.map((_, index) => state.metadata(index, running));
  const totals = totalsOf(files);
  const left = totals.interrupted + totals.notStarted;
  const status = left > 0 ? 'unfinished' : totals.failed > 0 ? 'completed_with_errors' : 'completed';
  return { batchId, createdAt: manifest.createdAt, status, running, runs, totals, files };
}

/** All batch jobs, without their files; those without a manifest never began. */
export async function overviews(layout: Layout, locks: FileLocks): Promise<BatchOverview[]> {
  const found: BatchOverview[] = [];
  for (const batchId of await batchIds(layout)) {
    try {
      const { files: _files, ...overview } = await detailOf(layout, locks, batchId);
      found.push(overview);
    } catch (error) {
      const { code } = asFailure(error);
      if (code === 'ERR_NO_INPUT') continue;
      if (code !== 'ERR_STATE') throw error;
      const nothing = { createdAt: '', running: false, runs: 0, totals: totalsOf([]) };
      found.push({ batchId, status: 'damaged', ...nothing });
    }
  }
  return found;
}
