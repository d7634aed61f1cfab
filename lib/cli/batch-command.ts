import { BatchFileProcessor } from '../batch/processor.js';
import type { BatchRequest } from '../batch/types.js';
import { PosthasteError } from '../errors.js';
import type { ExitCode } from './exit-codes.js';
import { showPlan } from './plan.js';
import { type Invocation, openSession, outputDirOf, type Session } from './session.js';
import { work } from './work.js';

/** `posthaste batch [pattern…]`. */
export async function runBatch(invocation: Invocation): Promise<ExitCode> {
  const session = await openSession(invocation);
  const request = batchRequest(session);
  if (!session.command.dryRun) return work(session, request);
  const processor = new BatchFileProcessor(session.explicit, outputDirOf(session));
  return showPlan(session, await processor.plan(request));
}

/** `posthaste resume <id>`: what is unfinished. Files that failed are left as they are. */
export async function runResume(invocation: Invocation): Promise<ExitCode> {
  const session = await openSession(invocation);
  return work(session, { resumeBatchId: session.args[0] ?? '', retryFailed: false });
}

/** `posthaste retry <id>`: what is unfinished, and the files that failed once more. */
export async function runRetry(invocation: Invocation): Promise<ExitCode> {
  const session = await openSession(invocation);
  return work(session, { resumeBatchId: session.args[0] ?? '', retryFailed: true });
}

function batchRequest(session: Session): BatchRequest {
  const { command, args, origins } = session;
  // Files named on the command line replace patterns that the environment or the config file brought.
  const configured = args.length > 0 && origins.patterns !== 'flag' ? [] : command.patterns;
  const filePatterns = [...configured, ...args];
  const { resume, batchId } = command;
  if (filePatterns.length === 0 && resume === null && batchId === null) {
    throw new PosthasteError(
      'ERR_OPTION',
      "Expected files or --patterns, such as --patterns 'data/*.csv', but received none",
    );
  }
  if (resume !== null && batchId !== null && resume !== batchId) {
    throw new PosthasteError(
      'ERR_OPTION',
      'Expected one batch id but received two: --resume and --batch-id differ',
    );
  }
  const request: BatchRequest = {};
  if (filePatterns.length > 0) request.filePatterns = filePatterns;
  if (command.exclude.length > 0) request.exclude = command.exclude;
  if (resume !== null) Object.assign(request, { resumeBatchId: resume, retryFailed: false });
  else if (batchId !== null) request.batchId = batchId;
  return request;
}
