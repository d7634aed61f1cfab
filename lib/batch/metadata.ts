import type { Manifest } from './manifest.js';

/** Facts embedded in an output; the same in every run, so that a resumed output has the same bytes. */
export interface EmbeddedFacts {
  batchId: string;
  createdAt: string;
  source: string;
  model: string;
}

const CONSTANT_COLUMNS = ['batch_id', 'source_path', 'model_sha256'] as const;

export function embeddedFacts(manifest: Manifest, source: string): EmbeddedFacts {
  return { batchId: manifest.batchId, createdAt: manifest.createdAt, source, model: manifest.model.sha256 };
}

/** Names of the columns that `--metadata columns` adds. */
export function constantNames(prefix: string): string[] {
  return CONSTANT_COLUMNS.map((name) => `${prefix}${name}`);
}

/** Their cells, in the same order. */
export function constantCells(facts: EmbeddedFacts): string[] {
  return [facts.batchId, facts.source, facts.model];
}

/** `# key: value` lines; a line break inside a value becomes a space. */
export function commentLines(facts: EmbeddedFacts, more: Record<string, string | number> = {}): string {
  const pairs = {
    posthaste_batch_id: facts.batchId,
    posthaste_created_at: facts.createdAt,
    posthaste_source_path: facts.source,
    posthaste_model_sha256: facts.model,
    ...more,
  };
  return Object.entries(pairs)
    .map(([key, value]) => `# ${key}: ${String(value).replace(/[\r\n]+/g, ' ')}\n`)
    .join('');
}
