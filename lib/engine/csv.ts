import { loadBinding } from '../binding/load.js';
import type { JobSpec, NativeScanner } from '../binding/native.js';

/** What of CSV the addon does without an engine: no model is loaded for it. */

export type Schema = JobSpec['schema'];

/** Finds record ends in a stream, from its first byte. */
export function createScanner(dialect: Pick<JobSpec, 'delimiter' | 'quote' | 'crEndsRecord'>): NativeScanner {
  return loadBinding().binding.createScanner(dialect);
}

/** Names of the parsed columns, without prefix, in order. */
export function schemaColumns(schema: Schema): string[] {
  return loadBinding().binding.schemaColumns(schema);
}

/** One RFC 4180 row with LF. */
export function formatRow(cells: string[]): Buffer {
  return loadBinding().binding.formatRow(cells);
}
