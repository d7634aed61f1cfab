import path from 'node:path';
import { PosthasteError } from '../errors.js';
import { AppendFile } from '../io/index.js';
import { buildSidecar } from '../report/sidecar.js';
import type { FilePlan } from './file-plan.js';
import type { FileStart } from './file-start.js';
import type { FileUse } from './file-use.js';
import type { CommitEntry } from './journal-entry.js';
import { commentLines, embeddedFacts } from './metadata.js';
import { resultError } from './output-error.js';
import type { OutputFiles } from './output-files.js';
import { processedFile } from './processed-files.js';
import type { RunScope } from './run-scope.js';
import { addStatistics } from './statistics.js';
import type { StageSeconds } from './types.js';

/**
 * Turns the parts of a file that is read to its end into its outputs. Once the commit is in the journal, a crash at
 * any point is made good by `finishCommit` in the next run.
 */
export async function commitFile(
  scope: RunScope,
  index: number,
  plan: FilePlan,
  files: OutputFiles,
  start: FileStart,
  use: FileUse,
  seconds: () => StageSeconds,
): Promise<void> {
  const { manifest, config, journal, state } = scope;
  const { reader, parts, startedAt } = start;
  const { rows, rejected, blank, records } = parts.statistics;
  if (rows + rejected + blank !== records) {
    throw new PosthasteError(
      'ERR_INTERNAL',
      `${plan.identity.path} has ${records} records, but ${rows} rows, ${rejected} rejects and ${blank} blank lines came out`,
    );
  }
  const inputSha256 = reader.rawSha256;
  if (config.metadata === 'footer') {
    const facts = { posthaste_rows: rows, posthaste_rejects: rejected, posthaste_input_sha256: inputSha256 };
    const comment = commentLines(embeddedFacts(manifest, plan.identity.path), facts);
    await parts.output.append(Buffer.from(comment));
  }
  await parts.sync();
  const entry: CommitEntry = {
    type: 'commit',
    file: index,
    ...{ rows, rejected, blank, bytesIn: reader.rawBytesRead, inputSha256 },
    ...parts.finish(),
    identity: plan.identity,
    startedAt,
    endedAt: new Date().toISOString(),
  };
  const sidecar = buildSidecar({
    ...{ entry, plan, config, manifest, files, use, seconds: seconds() },
    statistics: parts.statistics,
    outputDir: scope.layout.outputDir,
    runs: state.runs,
    labels: scope.engine.labels,
  });
  await writeSidecarPart(files.sidecarPart, `${JSON.stringify(sidecar, null, 2)}\n`);
  await journal.append(entry);
  state.apply(entry);
  addStatistics(scope.statistics, parts.statistics);
  if (!(await finishCommit(scope, index, files))) {
    throw new PosthasteError('ERR_OUTPUT', `The parts of ${files.output} vanished while they were committed`);
  }
}

/** Under the name of its part nobody takes it for whole, so it need not appear at once; a crash leaves no other file. */
async function writeSidecarPart(path: string, text: string): Promise<void> {
  try {
    const file = await AppendFile.open(path, { truncateTo: 0 });
    try {
      await file.write(text);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw resultError(error, `Cannot write ${path}`);
  }
}

/** Final names, the record of processed files, the journal; can be repeated. False when the parts are gone. */
export async function finishCommit(scope: RunScope, index: number, files: OutputFiles): Promise<boolean> {
  const { state, journal, layout, manifest, processed, terms } = scope;
  const entry = state.file(index).commit as CommitEntry;
  if (!(await files.promote(entry))) return false;
  await processed.add(
    processedFile(terms, {
      batchId: manifest.batchId,
      identity: entry.identity,
      inputSha256: entry.inputSha256,
      output: path.relative(layout.outputDir, files.output),
      outputBytes: entry.outputBytes,
      outputSha256: entry.outputSha256,
      at: entry.endedAt,
    }),
  );
  const done = { type: 'done', file: index } as const;
  await journal.append(done);
  state.apply(done);
  return true;
}
