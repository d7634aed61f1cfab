import type { BatchReport, FileProcessingMetadata } from '../batch/types.js';
import { escapeHtml, number, page, shown, table, text } from './page.js';

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
  return page(
    batchId,
    `${table(
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
)}`,
  );
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

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<h2>${escapeHtml(title)}</h2><ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
}
