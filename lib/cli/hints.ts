import type { ErrorCode } from '../errors.js';

/** What to do about an error, where its own message may not say so. docs/troubleshooting.md has more. */
const HINTS: Readonly<Partial<Record<ErrorCode, string>>> = {
  ERR_INPUT_CHANGED:
    'the file was written to while it was read; wait until its writer is done and run the batch again',
  ERR_ENCODING: '--encoding and --compression name what cannot be told from the bytes',
  ERR_CSV: '--delimiter, --quote and --header name what cannot be told from the bytes',
  ERR_LINES: 'docs/training.md has the formats; --skip-bad leaves such lines out',
  ERR_RECORD_TOO_LARGE: 'a quote may be open; if the records are that large, raise --max-record-bytes',
  ERR_OUTPUT: 'check the space and the permissions of the output folder; what is done so far is kept',
  ERR_LOCKED: 'another process is at work there; wait for it, or take another --output-dir',
  ERR_STATE:
    'posthaste verify tells what is damaged; a new batch into another --output-dir is always possible',
  ERR_MODEL: 'posthaste doctor tells which model file is used; reinstall, or name another one with --model',
  ERR_ADDON: 'posthaste doctor tells what was tried to load',
  ERR_BACKEND_UNAVAILABLE: 'posthaste doctor tells why; --backend auto uses what there is',
  ERR_BACKEND_FAILED: '--backend cpu gives the same results without the device',
  ERR_INTERNAL: 'this is a fault of posthaste; please report it with the output of posthaste doctor --json',
};

export function hintFor(code: ErrorCode): string | undefined {
  return HINTS[code];
}
