import type { Confusion, LabelRow, Row } from './rows.js';

/** Tables for people, one line an entry. */

const percent = (x: number): string => (100 * x).toFixed(1).padStart(5);

export function rowLines(title: string, rows: readonly Row[]): string[] {
  const width = Math.max(title.length, ...rows.map((row) => row.name.length));
  return [
    `${title.padEnd(width)}  lines   full   95 % interval   token   95 % interval`,
    ...rows.map(({ name, lines, full, token }) =>
      [
        name.padEnd(width),
        String(lines).padStart(5),
        percent(full.share),
        `${percent(full.low)} to ${percent(full.high)}`,
        percent(token.share),
        `${percent(token.low)} to ${percent(token.high)}`,
      ].join('  '),
    ),
  ];
}

export function labelLines(rows: readonly LabelRow[]): string[] {
  return [
    'label            gold  precision  recall     F1',
    ...rows.map(
      ({ label, gold, precision, recall, f1 }) =>
        `${label.padEnd(15)} ${String(gold).padStart(5)}  ${percent(precision)}      ${percent(recall)}  ${percent(f1)}`,
    ),
  ];
}

export function confusionLines(rows: readonly Confusion[]): string[] {
  return [
    'confusions (tokens)',
    ...rows.map(({ gold, found, words }) => `${String(words).padStart(5)}  ${gold} as ${found}`),
  ];
}
