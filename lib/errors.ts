/** Codes are API and never change their meaning; texts may. */
export const ERROR_CODES = [
  'ERR_OPTION',
  'ERR_NO_INPUT',
  'ERR_INPUT_CHANGED',
  'ERR_ENCODING',
  'ERR_CSV',
  'ERR_LINES',
  'ERR_RECORD_TOO_LARGE',
  'ERR_OUTPUT',
  'ERR_LOCKED',
  'ERR_STATE',
  'ERR_MODEL',
  'ERR_ADDON',
  'ERR_BACKEND_UNAVAILABLE',
  'ERR_BACKEND_FAILED',
  'ERR_CLOSED',
  'ERR_ABORTED',
  'ERR_INTERNAL',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** The one error class of posthaste. `message` says what was expected, what was found and what to do. */
export class PosthasteError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'PosthasteError';
    this.code = code;
  }
}

/** The system's code (such as ENOSPC) of an error or of the first in its chain of causes; '' when none has one. */
export function systemCode(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as NodeJS.ErrnoException;
    if (typeof code === 'string' && /^E[A-Z0-9]+$/.test(code)) return code;
  }
  return '';
}

/** Wraps whatever was thrown, unless it is a `PosthasteError` already. */
export function asPosthasteError(thrown: unknown, code: ErrorCode, what: string): PosthasteError {
  if (thrown instanceof PosthasteError) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new PosthasteError(code, `${what}: ${reason}`, { cause: thrown });
}
