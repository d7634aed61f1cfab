import type { Tally } from './tally.js';

/** A share with its 95 % Wilson interval. */
export interface Share {
  right: number;
  all: number;
  share: number;
  low: number;
  high: number;
}

/** The accuracy of a group of lines. */
export interface Row {
  name: string;
  lines: number;
  full: Share;
  token: Share;
}

export interface LabelRow {
  label: string;
  gold: number;
  precision: number;
  recall: number;
  f1: number;
}

export interface Confusion {
  gold: string;
  found: string;
  words: number;
}

/** The 95 % Wilson interval of a share. */
export function wilson(right: number, all: number): [number, number] {
  if (all === 0) return [0, 1];
  const z = 1.959964;
  const p = right / all;
  const centre = p + (z * z) / (2 * all);
  const spread = z * Math.sqrt((p * (1 - p)) / all + (z * z) / (4 * all * all));
  const scale = 1 + (z * z) / all;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}

export function share(right: number, all: number): Share {
  const [low, high] = wilson(right, all);
  return { right, all, share: all === 0 ? 0 : right / all, low, high };
}

export function row(name: string, tally: Tally): Row {
  return {
    name,
    lines: tally.lines,
    full: share(tally.fullRight, tally.lines),
    token: share(tally.tokensRight, tally.tokens),
  };
}

/** The most frequent label first. */
export function labelRows(tally: Tally): LabelRow[] {
  return [...tally.labels]
    .filter(([, { gold }]) => gold > 0)
    .sort((a, b) => b[1].gold - a[1].gold)
    .map(([label, { gold, predicted, right }]) => {
      const precision = predicted === 0 ? 0 : right / predicted;
      const recall = right / gold;
      const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall);
      return { label, gold, precision, recall, f1 };
    });
}

/** The most frequent one first. */
export function confusionRows(tally: Tally): Confusion[] {
  return [...tally.confusions]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([name, words]) => {
      const [gold = '', found = ''] = name.split(' as ');
      return { gold, found, words };
    });
}
