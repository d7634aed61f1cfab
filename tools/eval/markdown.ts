import type { Evaluation, Reliability, Share } from './product.js';

const percent = (x: number) => (100 * x).toFixed(1);

/** "96.1 % [94.2, 97.4] of 612" */
export function shareText(share: Share | null): string {
  return share === null ? 'none' : `${cell(share)} of ${share.all}`;
}

function cell({ share, low, high }: Share): string {
  return `${percent(share)} % [${percent(low)}, ${percent(high)}]`;
}

export function accuracyTable(
  title: string,
  rows: readonly [string, { lines: number; full: Share; token: Share }][],
): string {
  return [
    `| ${title} | lines | all components right | words right |`,
    '|---|---|---|---|',
    ...rows.map(
      ([name, { lines, full, token }]) => `| ${name} | ${lines} | ${cell(full)} | ${cell(token)} |`,
    ),
  ].join('\n');
}

export function reliabilityTable({ bins }: Reliability): string {
  return [
    '| lines | said | right |',
    '|---|---|---|',
    ...bins.map(({ said, right }) => `| ${right.all} | ${percent(said)} % | ${cell(right)} |`),
  ].join('\n');
}

export function labelTable({ labels }: Evaluation): string {
  return [
    '| label | gold | precision | recall | F1 |',
    '|---|---|---|---|---|',
    ...labels.map(
      ({ label, gold, precision, recall, f1 }) =>
        `| ${label} | ${gold} | ${percent(precision)} | ${percent(recall)} | ${percent(f1)} |`,
    ),
  ].join('\n');
}

export function confusionTable({ confusions }: Evaluation): string {
  return [
    '| words | are | found as |',
    '|---|---|---|',
    ...confusions.slice(0, 20).map(({ gold, found, words }) => `| ${words} | ${gold} | ${found} |`),
  ].join('\n');
}
