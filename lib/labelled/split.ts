import { createHash } from 'node:crypto';
import type { LabelledLine } from './line.js';

export interface Split {
  train: LabelledLine[];
  heldOut: LabelledLine[];
}

/**
 * Holds a share of the lines out, by a hash of the text without its case, digits and punctuation: the same lines every
 * time, and never a line whose like is trained on. Of lines that are alike only the first is held out.
 */
export function split(lines: readonly LabelledLine[], percent: number): Split {
  const train: LabelledLine[] = [];
  const heldOut = new Map<string, LabelledLine>();
  for (const line of lines) {
    const key = keyOf(line.text);
    if (shareOf(key) >= percent / 100) train.push(line);
    else if (!heldOut.has(key)) heldOut.set(key, line);
  }
  return { train, heldOut: [...heldOut.values()] };
}

function keyOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Nd}/gu, '0')
    .replace(/[^\p{L}\p{M}\p{Nd}]+/gu, ' ')
    .trim();
}

/** From 0 to 1, evenly. */
function shareOf(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0) / 2 ** 32;
}
