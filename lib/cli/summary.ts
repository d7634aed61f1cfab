import { join } from 'node:path';
import type { BatchReport, FileProcessingMetadata } from '../batch/types.js';
import { escapeText } from './escape.js';
import { hintFor } from './hints.js';
import { shownPath, typedPath } from './paths.js';
import { bytes, count, counted, duration } from './quantities.js';
import { factLines, tableLines } from './table.js';
import { truncateStart, wrap } from './width.js';

/** More than this many files of one kind are counted, not listed. */
const LISTED = 10;

export interface SummarySettings {
  outputDir: string;
  /** Cells of a line; no limit where it is no terminal. */
  width: number;
}

/** What a run did, for the one who started it: outcome, numbers, places, failures, and what to do next. */
export function summaryLines(report: BatchReport, settings: SummarySettings): string[] {
  const seconds = (Date.parse(report.endedAt) - Date.parse(report.startedAt)) / 1000;
  const lines = [
    `${report.batchId}: ${outcome(report)} in ${duration(seconds)}`,
    '',
    ...factLines(facts(report, settings), settings.width),
  ];
  const done = report.files.filter((file) => file.status === 'completed' || file.status === 'interrupted');
  if (done.length > 0 && done.length <= LISTED) lines.push('', ...fileTable(done, settings.width));
  lines.push(...skippedLines(report.files, settings.width), ...failureLines(report, settings));
  if (report.suggestions.length > 0) {
    lines.push(
      '',
      'suggestions',
      ...report.suggestions.flatMap((text) => wrap(escapeText(text), settings.width, '  ')),
    );
  }
  if (report.resumeCommand !== undefined)
    lines.push('', 'go on with', `  ${escapeText(report.resumeCommand)}`);
  return lines;
}

function outcome(report: BatchReport): string {
  switch (report.status) {
    case 'completed':
      return 'completed';
    case 'completed_with_errors':
      return `completed, but ${counted(report.totals.failed, 'file')} failed`;
    case 'failed':
      return 'stopped at the first file that failed';
    case 'interrupted':
      return 'interrupted';
  }
}

function facts(report: BatchReport, settings: SummarySettings): string[][] {
  const { totals, throughput } = report;
  const kinds: [number, string][] = [
    [totals.completed, 'completed'],
    [totals.skipped, 'skipped'],
    [totals.failed, 'failed'],
    [totals.interrupted, 'interrupted'],
    [totals.notStarted, 'not started'],
  ];
  const files = kinds.filter(([n]) => n > 0).map(([n, kind]) => `${count(n)} ${kind}`);
  const rows = [count(totals.rows)];
  if (totals.rejects > 0) rows.push(counted(totals.rejects, 'reject'));
  if (totals.blank > 0) rows.push(counted(totals.blank, 'blank line'));
  const table = [
    ['files', files.join(', ') || 'none'],
    ['rows', rows.join(', ')],
  ];
  if (throughput.rowsPerSecond > 0) {
    table.push([
      'rate',
      `${count(throughput.rowsPerSecond)} rows/s, ${bytes(Math.round(throughput.bytesPerSecond))}/s`,
    ]);
  }
  table.push(['outputs', shownPath(join(settings.outputDir, 'results'))]);
  const rejects = report.files.flatMap((file) => (file.rejectsFile === null ? [] : [file.rejectsFile]));
  if (rejects.length > 0) {
    table.push([
      'rejects',
      rejects.length === 1 ? shownPath(rejects[0] ?? '') : 'beside the outputs, *.rejects.csv',
    ]);
  }
  table.push(['report', shownPath(join(settings.outputDir, 'reports', report.batchId, 'report.html'))]);
  return table;
}

function fileTable(files: readonly FileProcessingMetadata[], width: number): string[] {
  const nameWidth = Math.max(20, width - 36);
  return tableLines(
    [{ title: 'rows', right: true }, { title: 'rejects', right: true }, { title: 'file' }],
    files.map((file) => [
      count(file.rows),
      count(file.rejects),
      truncateStart(shownPath(file.path), nameWidth) +
        (file.status === 'interrupted' ? ' (interrupted)' : ''),
    ]),
    '  ',
  );
}

function skippedLines(files: readonly FileProcessingMetadata[], width: number): string[] {
  const skipped = files.filter((file) => file.status === 'skipped');
  if (skipped.length === 0) return [];
  const lines = ['', 'skipped (--no-skip processes them again)'];
  for (const file of skipped.slice(0, LISTED)) {
    lines.push(`  ${shownPath(file.path)}`);
    if (file.skippedBecause !== undefined)
      lines.push(...wrap(escapeText(file.skippedBecause), width, '    '));
  }
  if (skipped.length > LISTED) lines.push(`  and ${count(skipped.length - LISTED)} more, see the report`);
  return lines;
}

function failureLines(report: BatchReport, settings: SummarySettings): string[] {
  const failed = report.files.filter((file) => file.status === 'failed');
  if (failed.length === 0) return [];
  const lines = ['', 'failed'];
  for (const file of failed.slice(0, LISTED)) {
    lines.push(`  ${shownPath(file.path)}`);
    if (file.error === undefined) continue;
    lines.push(...wrap(`${file.error.code}: ${escapeText(file.error.message)}`, settings.width, '    '));
    const hint = hintFor(file.error.code);
    if (hint !== undefined) lines.push(...wrap(`hint: ${hint}`, settings.width, '    '));
  }
  if (failed.length > LISTED) lines.push(`  and ${count(failed.length - LISTED)} more, see the report`);
  const retry = `posthaste retry ${report.batchId} --output-dir ${typedPath(settings.outputDir)}`;
  return [...lines, '', 'try the failed ones again with', `  ${retry}`];
}
