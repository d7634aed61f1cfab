import {
  type Evaluation,
  type Reliability,
  type Row,
  type Share,
  sideBySide,
  type WrongLine,
} from '../eval/index.js';
import { escapeHtml, number, page, table, text } from './page.js';

/** An evaluation as one page for people, complete in itself: no script, nothing fetched. */
export function evaluationHtml(evaluation: Evaluation): string {
  const { lines, full, token, labels, countries, confusions, calibration, worst } = evaluation;
  const { countryInferred } = evaluation;
  const facts: [string, string][] = [
    ['Model', evaluation.model.sha256],
    ['Lines', lines.toLocaleString('en-US')],
    ['Lines with all components right', shareText(full)],
    ['Words with the right label', shareText(token)],
    ...(countryInferred === null
      ? []
      : [['Country inferred right', shareText(countryInferred)] as [string, string]]),
    ['Right among the half with the higher confidence', shareText(calibration.topHalf)],
  ];
  return page(
    'Accuracy',
    `${table(
      [],
      facts.map(([name, value]) => [text(name), text(value)]),
    )}
<h2>Labels</h2>
${table(
  ['Label', '#Gold', '#Precision', '#Recall', '#F1'],
  labels.map((row) => [
    text(row.label),
    number(row.gold),
    ...[row.precision, row.recall, row.f1].map((share) => bar(share, percent(share))),
  ]),
)}
<h2>Countries</h2>
${table(['Country', '#Lines', '#Lines right', '#Words right'], countries.map(countryRow))}
<h2>Confusions</h2>
${table(
  ['Gold', 'Found', '#Words'],
  confusions.slice(0, 50).map(({ gold, found, words }) => [text(gold), text(found), number(words)]),
)}
<h2>Confidence of addresses</h2>
${reliability(calibration.address)}
<h2>Confidence of components</h2>
${reliability(calibration.component)}
<h2>Wrong with most confidence</h2>
${worst.map(wrong).join('\n')}`,
  );
}

function percent(x: number): string {
  return `${(100 * x).toFixed(1)} %`;
}

function shareText({ share, low, high, all }: Share): string {
  return `${percent(share)} of ${all.toLocaleString('en-US')}, 95 % interval ${percent(low)} to ${percent(high)}`;
}

/** A number with a bar behind it that is as long as the share. */
function bar(share: number, shown: string): string {
  const width = (100 * share).toFixed(1);
  return `<td class="n bar" style="background-size:${width}% 100%">${escapeHtml(shown)}</td>`;
}

function countryRow({ name, lines, full, token }: Row): string[] {
  return [
    text(name === '-' ? 'not given' : name),
    number(lines),
    ...[full, token].map((share) =>
      bar(
        share.share,
        `${percent(share.share)} [${(100 * share.low).toFixed(1)}, ${(100 * share.high).toFixed(1)}]`,
      ),
    ),
  ];
}

function reliability({ bins, expectedError }: Reliability): string {
  const rows = bins.map(({ from, to, said, right }) => [
    text(`${from.toFixed(1)} to ${to.toFixed(1)}`),
    number(right.all),
    bar(said, percent(said)),
    bar(
      right.share,
      `${percent(right.share)} [${(100 * right.low).toFixed(1)}, ${(100 * right.high).toFixed(1)}]`,
    ),
  ]);
  return `${table(['Confidence', '#Times', '#Said', '#Right'], rows)}
<p>Expected calibration error: ${percent(expectedError)}</p>`;
}

function wrong(line: WrongLine): string {
  const where = [`confidence ${line.confidence.toFixed(2)}`, line.source ?? ''].filter((part) => part !== '');
  const rows = sideBySide(line).map((row) => {
    const cell = row.same ? text : (plain: string) => `<td class="failed">${escapeHtml(plain)}</td>`;
    return [
      text(row.gold),
      text(row.goldText),
      cell(row.found),
      cell(row.foundText || (row.found === '' ? '–' : '')),
    ];
  });
  return `<section><h3>${escapeHtml(line.text)}</h3><p>${escapeHtml(where.join(', '))}</p>
${table(['Gold', '', 'Found', ''], rows)}</section>`;
}
