import { BatchFileProcessor } from '../batch/processor.js';
import type { BatchReport, BatchRequest } from '../batch/types.js';
import { asPosthasteError, PosthasteError } from '../errors.js';
import { tellEvent } from './batch-events.js';
import { EXIT, type ExitCode, exitCodeForStatus } from './exit-codes.js';
import { Progress } from './progress.js';
import { outputDirOf, type Session } from './session.js';
import { listenForStop } from './signals.js';
import { summaryLines } from './summary.js';

/** Runs a batch job to its end or to a signal, and tells about it. */
export async function work(session: Session, request: BatchRequest): Promise<ExitCode> {
  const { terminal, log, json, quiet } = session;
  const outputDir = outputDirOf(session);
  const seconds = progressSeconds(session);
  // Where events go to stdout, lines on a stderr that is no terminal would say the same again.
  const progress = quiet || (json && !terminal.redraws) ? undefined : new Progress(terminal, seconds);
  progress?.phase('looking at the files');
  using stopping = listenForStop(
    (name) => {
      progress?.phase(`${name}: stopping`);
      log.warn(`${name}: finishing what is in flight, then stopping; once more to stop at once`);
    },
    (name) => {
      progress?.stop();
      terminal.note(
        `${name} again: stopped at once; the state on disk is valid and the batch can be resumed`,
      );
    },
  );
  let report: BatchReport;
  try {
    report = await new BatchFileProcessor(session.explicit, outputDir).processFilesBatch({
      ...request,
      signal: stopping.signal,
      stopNow: stopping.stopNow,
      onEvent: (event) => {
        if (json) terminal.line(JSON.stringify(event));
        tellEvent(event, log, progress);
      },
    });
  } catch (thrown) {
    const code = stopping.exitCode();
    if (code === undefined || asPosthasteError(thrown, 'ERR_INTERNAL', '').code !== 'ERR_ABORTED')
      throw thrown;
    log.warn('stopped before the first file');
    return code;
  } finally {
    progress?.stop();
  }
  if (!json && !quiet) {
    for (const line of summaryLines(report, { outputDir, width: terminal.stdoutWidth })) terminal.line(line);
  } else if (report.resumeCommand !== undefined) {
    terminal.note(`go on with: ${report.resumeCommand}`);
  }
  if (report.status === 'interrupted') return stopping.exitCode() ?? EXIT.interrupted;
  return exitCodeForStatus(report.status);
}

const PROGRESS_SECONDS = 10;
const LONGEST_SECONDS = 86_400;

function progressSeconds(session: Session): number {
  const given = session.flags.progressEvery;
  if (given === undefined) return PROGRESS_SECONDS;
  const seconds = Number(given);
  if (seconds >= 0.01 && seconds <= LONGEST_SECONDS) return seconds;
  const expected = `number between 0.01 and ${LONGEST_SECONDS}`;
  throw new PosthasteError('ERR_OPTION', `Expected ${expected} for --progress-every but received '${given}'`);
}
