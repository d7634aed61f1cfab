import { closeSync, openSync, writeSync } from 'node:fs';
import { PosthasteError } from '../errors.js';
import { escapeText } from './escape.js';
import type { Style, Terminal } from './terminal.js';

const LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LEVELS)[number];

const HEADS: Readonly<Record<Exclude<LogLevel, 'silent'>, readonly [string, Style]>> = {
  error: ['error: ', 'red'],
  warn: ['warning: ', 'yellow'],
  info: ['', 'bold'],
  debug: ['', 'dim'],
};

export interface LogSettings {
  level: LogLevel;
  /** Appended to, one JSON object a line; null for none. */
  file: string | null;
  /** Only errors reach the terminal; the file is not affected. */
  quiet: boolean;
}

/** Messages to standard error and to the log file. What a message says is escaped, so that it stays one line. */
export class Log {
  readonly #terminal: Terminal;
  readonly #settings: LogSettings;
  #fd: number | undefined;

  constructor(terminal: Terminal, settings: LogSettings) {
    this.#terminal = terminal;
    this.#settings = settings;
    if (settings.file === null) return;
    try {
      this.#fd = openSync(settings.file, 'a', 0o644);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new PosthasteError('ERR_OUTPUT', `Cannot open the log file '${settings.file}': ${reason}`, {
        cause,
      });
    }
  }

  error(message: string): void {
    this.#say('error', message, true);
  }

  warn(message: string): void {
    this.#say('warn', message, true);
  }

  info(message: string): void {
    this.#say('info', message, true);
  }

  debug(message: string): void {
    this.#say('debug', message, true);
  }

  /** One of many like it: at level info in the file, but on the terminal only at level debug. */
  detail(message: string): void {
    this.#say('info', message, this.#settings.level === 'debug');
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  #say(level: keyof typeof HEADS, message: string, onTerminal: boolean): void {
    if (LEVELS.indexOf(level) > LEVELS.indexOf(this.#settings.level)) return;
    if (onTerminal && (!this.#settings.quiet || level === 'error')) {
      const [head, style] = HEADS[level];
      this.#terminal.say(escapeText(message), head, style);
    }
    this.#append(`${JSON.stringify({ time: new Date().toISOString(), level, message })}\n`);
  }

  #append(line: string): void {
    if (this.#fd === undefined) return;
    try {
      let rest = Buffer.from(line);
      while (rest.length > 0) rest = rest.subarray(writeSync(this.#fd, rest));
    } catch (cause) {
      // A full disk under the log must not end the batch: say it once and go on without the file.
      this.close();
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.#terminal.say(`the log file ends here: ${escapeText(reason)}`, ...HEADS.warn);
    }
  }
}
