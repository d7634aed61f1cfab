import { type Tally, wilson } from './count.js';

export interface Share {
  right: number;
  all: number;
  share: number;
  low: number;
  high: number;
}

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

function share(right: number, all: number): Share {
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

export function labelRows(tally: Tally): LabelRow[] {
  return [...tally.labels]
    .filter(([, { gold }]) => gold > 0)
    .sort((a, b) => b[1].gold - a[1].gold)
    .map(([label, { gold, predicted, right }]) => {
      const precision = predicted === 0 ? 0 : right / predicted;
      const recall = right / gold;
      return {
        label,
        gold,
        precision,
        recall,
        f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall),
      };
    });
}

const percent = (x: number) => (100 * x).toFixed(1).padStart(5);

export function writeTable(title: string, rows: readonly Row[]): string {
  const width = Math.max(title.length, ...rows.map((r) => r.name.length));
  const lines = [`${title.padEnd(width)}  lines   full   95 % interval   token`];
  for (const { name, lines: n, full, token } of rows) {
    lines.push(
      `${name.padEnd(width)}  ${String(n).padStart(5)}  ${percent(full.share)}  ${percent(full.low)} to ${percent(full.high)}  ${percent(token.share)}`,
    );
  }
  return lines.join('\n');
}

export function writeLabels(rows: readonly LabelRow[]): string {
  const lines = ['label            gold  precision  recall     F1'];
  for (const { label, gold, precision, recall, f1 } of rows) {
    lines.push(
      `${label.padEnd(15)} ${String(gold).padStart(5)}  ${percent(precision)}      ${percent(recall)}  ${percent(f1)}`,
    );
  }
  return lines.join('\n');
}

export function writeConfusions(tally: Tally, count: number): string {
  const worst = [...tally.confusions].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, count);
  return ['confusions (tokens)', ...worst.map(([name, n]) => `${String(n).padStart(5)}  ${name}`)].join('\n');
}
