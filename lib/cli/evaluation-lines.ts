import {
  confusionLines,
  type Evaluation,
  labelLines,
  type Reliability,
  type Row,
  rowLines,
  type Share,
  type SideRow,
  sideBySide,
  type WrongLine,
} from '../eval/index.js';
import { escapeText } from './escape.js';
import { tableLines } from './table.js';

/** Countries and confusions that are shown; --json has all. */
const MOST = 25;

/** The evaluation for people. */
export function evaluationLines(evaluation: Evaluation): string[] {
  const { lines, full, token, countries, countryInferred, calibration, confusions, worst } = evaluation;
  const all: Row = { name: 'all', lines, full, token };
  return [
    ...rowLines('country', [...countries.slice(0, MOST), all]),
    ...(countryInferred === null ? [] : ['', `country inferred right: ${shareText(countryInferred)}`]),
    '',
    ...labelLines(evaluation.labels),
    '',
    ...confusionLines(confusions.slice(0, MOST)),
    '',
    ...reliabilityLines('confidence of addresses', calibration.address),
    `right among the half with the higher confidence: ${shareText(calibration.topHalf)}`,
    '',
    ...reliabilityLines('confidence of components', calibration.component),
    ...worst.flatMap((line) => ['', ...wrongLines(line)]),
  ];
}

function percent(x: number): string {
  return `${(100 * x).toFixed(1)} %`;
}

/** `83.3 % [43.6, 97.0] of 6`. */
export function shareText({ share, low, high, all }: Share): string {
  return `${percent(share)} [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}] of ${all}`;
}

function reliabilityLines(title: string, { bins, expectedError }: Reliability): string[] {
  const rows = bins.map(({ from, to, said, right }) => [
    `${from.toFixed(1)} to ${to.toFixed(1)}`,
    percent(said),
    shareText(right),
  ]);
  return [
    ...tableLines([{ title }, { title: 'said', right: true }, { title: 'right' }], rows),
    `expected calibration error: ${percent(expectedError)}`,
  ];
}

function wrongLines(line: WrongLine): string[] {
  const rows = sideBySide(line).map((row) => [mark(row), row.gold, row.goldText, row.found, row.foundText]);
  const titles = ['', 'gold', '', 'found', ''].map((title) => ({ title }));
  return [
    escapeText(line.text),
    `  ${[`confidence ${line.confidence.toFixed(2)}`, line.source ?? ''].filter(Boolean).map(escapeText).join(', ')}`,
    ...tableLines(
      titles,
      rows.map((cells) => cells.map(escapeText)),
      '  ',
    ),
  ];
}

function mark(row: SideRow): string {
  return row.same ? ' ' : '*';
}
