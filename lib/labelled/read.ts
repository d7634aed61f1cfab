import { readFile } from 'node:fs/promises';
import { PosthasteError } from '../errors.js';
import { type CsvOptions, csvDrafts } from './csv.js';
import { jsonlDrafts } from './jsonl.js';
import type { LabelledLine } from './line.js';

export interface ReadLinesOptions extends CsvOptions {
  /** Leaves lines that cannot be used out, instead of ERR_LINES. */
  skipBad?: boolean | undefined;
}

export interface ReadLines {
  lines: LabelledLine[];
  /** What was left out and why: `lines.csv:12: …`. */
  skipped: string[];
}

/** Of many bad lines the first ones are enough to see what is wrong. */
const SHOWN = 20;

/**
 * Reads labelled lines from files: JSONL when the first character is `{`, else CSV (docs/training.md). ERR_LINES names
 * each line that cannot be used, ERR_NO_INPUT the file that cannot be read.
 */
export async function readLabelledLines(
  paths: readonly string[],
  options: ReadLinesOptions = {},
): Promise<ReadLines> {
  const lines: LabelledLine[] = [];
  const skipped: string[] = [];
  for (const path of paths) {
    const content = await textOf(path);
    const drafts = /^\ufeff?\s*\{/.test(content)
      ? jsonlDrafts(content.replace(/^\ufeff/, ''), path)
      : csvDrafts(content, path, options);
    for (const { source, draft } of drafts) {
      if ('line' in draft) lines.push(draft.line);
      else skipped.push(`${source}: ${draft.fault}`);
    }
  }
  if (skipped.length > 0 && options.skipBad !== true) throw linesError(skipped);
  return { lines, skipped };
}

async function textOf(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PosthasteError('ERR_NO_INPUT', `Cannot read ${path}: ${reason}`, { cause });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new PosthasteError('ERR_ENCODING', `Expected UTF-8 in ${path}; convert it first`, { cause });
  }
}

/** ERR_LINES for lines that cannot be used. */
export function linesError(faults: readonly string[]): PosthasteError {
  const more = faults.length > SHOWN ? [`and ${faults.length - SHOWN} more`] : [];
  const [first = ''] = faults;
  const text =
    faults.length === 1
      ? first
      : [`${faults.length} lines cannot be used`, ...faults.slice(0, SHOWN), ...more].join('\n');
  return new PosthasteError('ERR_LINES', text);
}
