import { outputStage } from '../batch/output-error.js';
import type { BatchStatus } from '../batch/types.js';
import { type ErrorCode, type PosthasteError, systemCode } from '../errors.js';

/** The exit codes of the command line. They are API: scripts branch on them. */
export const EXIT = {
  ok: 0,
  internal: 1,
  someFailed: 3,
  usage: 64,
  data: 65,
  noInput: 66,
  unavailable: 69,
  cannotCreate: 73,
  ioError: 74,
  locked: 75,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each exit code says, in the order of the documentation. */
export const EXIT_MEANING: ReadonlyArray<readonly [ExitCode, string]> = [
  [EXIT.ok, 'everything was done, or had been done before and was skipped'],
  [EXIT.internal, 'an internal error: a fault of posthaste'],
  [EXIT.someFailed, 'files failed; the others were done, or with --no-continue-on-error left for a resume'],
  [EXIT.usage, 'the command line, the environment or the config file is wrong'],
  [EXIT.data, 'damaged or unreadable data, state or model; a failed verification'],
  [EXIT.noInput, 'no input matched, or no batch has that id'],
  [EXIT.unavailable, 'the addon cannot be loaded, or the backend that was asked for cannot be used'],
  [EXIT.cannotCreate, 'an output cannot be created'],
  [EXIT.ioError, 'reading or writing failed and stopped the batch, such as a full disk'],
  [EXIT.locked, 'another process is working on the same batch or output folder'],
  [EXIT.interrupted, 'stopped by SIGINT (Ctrl-C); the batch can be resumed'],
  [EXIT.terminated, 'stopped by SIGTERM or SIGHUP; the batch can be resumed'],
];

const BY_ERROR: Readonly<Record<ErrorCode, ExitCode>> = {
  ERR_OPTION: EXIT.usage,
  ERR_NO_INPUT: EXIT.noInput,
  ERR_INPUT_CHANGED: EXIT.data,
  ERR_ENCODING: EXIT.data,
  ERR_CSV: EXIT.data,
  ERR_LINES: EXIT.data,
  ERR_RECORD_TOO_LARGE: EXIT.data,
  ERR_OUTPUT: EXIT.ioError,
  ERR_LOCKED: EXIT.locked,
  ERR_STATE: EXIT.data,
  ERR_MODEL: EXIT.data,
  ERR_ADDON: EXIT.unavailable,
  ERR_BACKEND_UNAVAILABLE: EXIT.unavailable,
  ERR_BACKEND_FAILED: EXIT.unavailable,
  ERR_CLOSED: EXIT.internal,
  ERR_ABORTED: EXIT.interrupted,
  ERR_INTERNAL: EXIT.internal,
};

/** Why the system refused to make a file, as opposed to failing while it was written. */
const REFUSALS = new Set([
  'EACCES',
  'EEXIST',
  'EISDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'ENOENT',
  'ENOTDIR',
  'EPERM',
  'EROFS',
]);

/** Exit code for a run that came to its end; a signal's own code goes before it. */
export function exitCodeForStatus(status: BatchStatus): ExitCode {
  switch (status) {
    case 'completed':
      return EXIT.ok;
    case 'completed_with_errors':
    case 'failed':
      return EXIT.someFailed;
    case 'interrupted':
      return EXIT.interrupted;
  }
}

/** Exit code for an error that ended a command. */
export function exitCodeForError(error: PosthasteError): ExitCode {
  if (error.code !== 'ERR_OUTPUT') return BY_ERROR[error.code];
  const stage = outputStage(error) ?? (REFUSALS.has(systemCode(error)) ? 'create' : 'write');
  return stage === 'create' ? EXIT.cannotCreate : EXIT.ioError;
}
