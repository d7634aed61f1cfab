import { BatchFileProcessor } from '../batch/processor.js';
import type { BatchDetail, BatchOverview } from '../batch/types.js';
import { escapeText } from './escape.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { shownPath } from './paths.js';
import { count } from './quantities.js';
import { type Invocation, openSession, outputDirOf } from './session.js';
import { tableLines } from './table.js';
import { wrap } from './width.js';

/** `posthaste status [id]`: the batches of an output folder, or the files of one. Takes no lock. */
export async function runStatus(invocation: Invocation): Promise<ExitCode> {
  const session = await openSession(invocation);
  const { terminal, json } = session;
  const outputDir = outputDirOf(session);
  const processor = new BatchFileProcessor(session.explicit, outputDir);
  const [id] = session.args;
  if (id !== undefined) {
    const detail = await processor.status(id);
    if (json) terminal.line(JSON.stringify(detail));
    else for (const line of detailLines(detail, terminal.stdoutWidth)) terminal.line(line);
    return EXIT.ok;
  }
  const batches = await processor.listBatches();
  if (json) for (const batch of batches) terminal.line(JSON.stringify(batch));
  else if (batches.length === 0) terminal.line(`no batches in ${shownPath(outputDir)}`);
  else for (const line of overviewLines(batches)) terminal.line(line);
  return EXIT.ok;
}

function state(batch: BatchOverview): string {
  if (batch.running) return 'running';
  return batch.status === 'completed_with_errors' ? 'some failed' : batch.status;
}

function filesDone(batch: BatchOverview): string {
  const { completed, skipped, files } = batch.totals;
  return `${count(completed + skipped)}/${count(files)}`;
}

function overviewLines(batches: readonly BatchOverview[]): string[] {
  return tableLines(
    [
      { title: 'batch' },
      { title: 'state' },
      { title: 'files', right: true },
      { title: 'failed', right: true },
      { title: 'rows', right: true },
      { title: 'rejects', right: true },
    ],
    batches.map((batch) => [
      escapeText(batch.batchId),
      state(batch),
      filesDone(batch),
      count(batch.totals.failed),
      count(batch.totals.rows),
      count(batch.totals.rejects),
    ]),
  );
}

function detailLines(detail: BatchDetail, width: number): string[] {
  const head = `${escapeText(detail.batchId)}: ${state(detail)}, ${filesDone(detail)} files, ${count(detail.totals.rows)} rows`;
  const table = tableLines(
    [
      { title: 'state' },
      { title: 'rows', right: true },
      { title: 'rejects', right: true },
      { title: 'file' },
    ],
    detail.files.map((file) => [
      file.status.replace('_', ' '),
      count(file.rows),
      count(file.rejects),
      shownPath(file.path),
    ]),
    '  ',
  );
  const failures = detail.files.flatMap((file) =>
    file.error === undefined
      ? []
      : [
          `  ${shownPath(file.path)}`,
          ...wrap(`${file.error.code}: ${escapeText(file.error.message)}`, width, '    '),
        ],
  );
  return [head, '', ...table, ...(failures.length > 0 ? ['', 'failed', ...failures] : [])];
}
