import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Layout } from '../batch/paths.js';
import type { BatchReport } from '../batch/types.js';
import { makeDirDurable, writeFileAtomic } from '../io/index.js';
import { reportHtml } from './html.js';

/** Writes the report of a run; `_SUCCESS.json` comes last, and only when every file is completed or skipped. */
export async function writeReport(layout: Layout, report: BatchReport): Promise<void> {
  const { batchId, status, totals, endedAt } = report;
  const success = layout.report(batchId, '_SUCCESS.json');
  await makeDirDurable(path.dirname(success));
  await rm(success, { force: true });
  await writeFileAtomic(layout.report(batchId, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  await writeFileAtomic(layout.report(batchId, 'report.html'), reportHtml(report));
  if (status !== 'completed') return;
  await writeFileAtomic(success, `${JSON.stringify({ version: 1, batchId, endedAt, totals }, null, 2)}\n`);
}
