import type { BatchReport, FileProcessingMetadata } from '../batch/types.js';

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1b1f24;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d8dee4;vertical-align:top;overflow-wrap:anywhere}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td>strong{white-space:nowrap}.failed{color:#a40e26}.completed{color:#116329}
@media (prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}th,td{border-color:#30363d}.failed{color:#ff7b72}.completed{color:#7ee787}}`;

/** One page for people, complete in itself: no script, nothing fetched. */
export function reportHtml(report: BatchReport): string {
  const { batchId, status, totals, throughput, startedAt, endedAt, runs, model } = report;
  const facts: [string, string | number][] = [
    ['Status', status.replaceAll('_', ' ')],
    ['Started', startedAt],
    ['Ended', endedAt],
    ['Runs', runs],
    [
      'Files',
      `${totals.files}: ${totals.completed} completed, ${totals.skipped} skipped, ${totals.failed} failed, ${totals.interrupted + totals.notStarted} unfinished`,
    ],
    ['Rows', totals.rows],
    ['Rejects', totals.rejects],
    ['Bytes in', totals.bytesIn],
    ['Bytes out', totals.bytesOut],
    ['Rows per second', Math.round(throughput.rowsPerSecond)],
    ['Model', model.sha256],
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(batchId)}</title><style>${STYLE}</style></head><body>
<h1>${escapeHtml(batchId)}</h1>
${table(
  [],
  facts.map(([name, value]) => [text(name), text(shown(value))]),
)}
${list('Suggestions', report.suggestions)}
${report.resumeCommand ? `<h2>Go on with</h2><pre>${escapeHtml(report.resumeCommand)}</pre>` : ''}
<h2>Files</h2>
${table(['File', 'Status', '#Rows', '#Rejects', '#Bytes out', 'Output'], report.files.map(fileRow))}
<h2>Devices in this run</h2>
${table(
  ['Device', '#Lanes', '#Chunks', '#Rows', '#Busy', 'Left out'],
  report.devices.map((use) => [
    text(use.device),
    ...[use.lanes, use.chunks, use.rows].map(number),
    number(`${Math.round(use.utilization * 100)} %`),
    text(use.quarantined ?? ''),
  ]),
)}
<h2>Seconds by stage in this run</h2>
${table(
  ['Stage', '#Seconds'],
  Object.entries(report.timings).map(([stage, s]) => [text(stage), number(s.toFixed(3))]),
)}
</body></html>
`;
}

export function escapeHtml(plain: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return plain.replace(/[&<>"']/g, (character) => entities[character] as string);
}

function fileRow(file: FileProcessingMetadata): string[] {
  const note = file.error ? `${file.error.code}: ${file.error.message}` : (file.skippedBecause ?? '');
  const status = `<td class="${file.status}"><strong>${escapeHtml(file.status.replaceAll('_', ' '))}</strong><br>${escapeHtml(note)}</td>`;
  return [
    text(file.path),
    status,
    number(file.rows),
    number(file.rejects),
    number(file.bytesOut),
    text(file.output),
  ];
}

/** A title with `#` in front stands over numbers. */
function table(titles: string[], rows: string[][]): string {
  const head = titles.map((title) =>
    title.startsWith('#')
      ? `<th class="n">${escapeHtml(title.slice(1))}</th>`
      : `<th>${escapeHtml(title)}</th>`,
  );
  const body = rows.map((cells) => `<tr>${cells.join('')}</tr>`).join('\n');
  return `<table>${head.length > 0 ? `<thead><tr>${head.join('')}</tr></thead>` : ''}<tbody>\n${body}\n</tbody></table>`;
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<h2>${escapeHtml(title)}</h2><ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
}

function text(plain: string): string {
  return `<td>${escapeHtml(plain)}</td>`;
}

function number(value: number | string): string {
  return `<td class="n">${escapeHtml(shown(value))}</td>`;
}

function shown(value: number | string): string {
  return typeof value === 'number' ? value.toLocaleString('en-US') : value;
}
