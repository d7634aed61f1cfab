import { EXIT, type ExitCode } from './exit-codes.js';

const EXIT_BY_SIGNAL = {
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
  SIGHUP: EXIT.terminated,
} as const satisfies Partial<Record<NodeJS.Signals, ExitCode>>;

type StopSignal = keyof typeof EXIT_BY_SIGNAL;

export interface Stopping {
  /** Aborted by the first signal: finish the chunks in flight, checkpoint, return. */
  readonly signal: AbortSignal;
  /** Aborted by the second one, just before the process ends. */
  readonly stopNow: AbortSignal;
  /** The exit code of the signal that came, or undefined. */
  exitCode(): ExitCode | undefined;
  /** Gives the signals back to their default. */
  [Symbol.dispose](): void;
}

/**
 * Turns SIGINT, SIGTERM and SIGHUP into two steps: the first is a request, the second ends the process at once.
 * `first` and `second` are told the signal's name before anything else happens.
 */
export function listenForStop(first: (name: string) => void, second: (name: string) => void): Stopping {
  const graceful = new AbortController();
  const immediate = new AbortController();
  let received: StopSignal | undefined;

  const listener = (name: NodeJS.Signals): void => {
    if (received === undefined) {
      received = name as StopSignal;
      first(name);
      graceful.abort();
      return;
    }
    second(name);
    immediate.abort();
    process.exit(EXIT_BY_SIGNAL[received]);
  };
  const names = Object.keys(EXIT_BY_SIGNAL) as StopSignal[];
  for (const name of names) process.on(name, listener);

  return {
    signal: graceful.signal,
    stopNow: immediate.signal,
    exitCode: () => (received === undefined ? undefined : EXIT_BY_SIGNAL[received]),
    [Symbol.dispose]() {
      for (const name of names) process.off(name, listener);
    },
  };
}
