import { truncate, wrap } from './width.js';

export interface TerminalSettings {
  /** Colours are wanted where the stream is a terminal. */
  color: boolean;
  /** False for terminals that cannot move the cursor. */
  redraw: boolean;
}

const STYLES = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33' } as const;
export type Style = keyof typeof STYLES;

/**
 * The only writer to standard output and standard error. Keeps one transient line at the bottom of a terminal's
 * stderr and lifts it away before anything else is written. A reader that went away is never an error.
 */
export class Terminal {
  readonly #settings: TerminalSettings;
  #transient = '';
  /** Set once the reader of standard output has gone away. */
  stdoutClosed = false;

  constructor(settings: TerminalSettings) {
    this.#settings = settings;
    process.stdout.on('error', () => {
      this.stdoutClosed = true;
    });
    // Nothing can be said any more to an operator whose terminal is gone; the work itself goes on.
    process.stderr.on('error', () => {});
  }

  /** Whether stderr can hold a line that is drawn again and again. */
  get redraws(): boolean {
    return process.stderr.isTTY === true && this.#settings.redraw;
  }

  /** Cells of a line on stderr (or stdout when stderr is no terminal). */
  get width(): number {
    return process.stderr.columns || process.stdout.columns || 80;
  }

  /** Writes to standard output as it is; resolves when the next write may follow. */
  async write(text: string): Promise<void> {
    if (this.stdoutClosed) return;
    this.#lift();
    if (process.stdout.write(text)) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        process.stdout.off('drain', done).off('close', done).off('error', done);
        resolve();
      };
      process.stdout.on('drain', done).on('close', done).on('error', done);
    });
  }

  /** One line to standard output. */
  line(text: string): void {
    if (this.stdoutClosed) return;
    this.#lift();
    process.stdout.write(`${text}\n`);
    this.#settle();
  }

  /** One line to standard error. */
  note(text: string): void {
    this.#lift();
    process.stderr.write(`${text}\n`);
    this.#settle();
  }

  /** Prose to standard error, after a coloured word: on a terminal broken between words, elsewhere one line. */
  say(text: string, head = '', style: Style = 'bold'): void {
    const width = process.stderr.isTTY ? this.width - 1 : Number.POSITIVE_INFINITY;
    const [first = '', ...rest] = wrap(`${head}${text}`, width);
    this.note(this.styled(style, first.slice(0, head.length)) + first.slice(head.length));
    for (const line of rest) this.note(line);
  }

  /** Cells that lines on standard output may have. */
  get stdoutWidth(): number {
    return process.stdout.isTTY ? (process.stdout.columns || 80) - 1 : Number.POSITIVE_INFINITY;
  }

  /** Draws the transient line anew; '' removes it. */
  redraw(text: string): void {
    if (!this.redraws) return;
    this.#lift();
    this.#transient = text;
    this.#settle();
  }

  styled(style: Style, text: string, stream: 'stdout' | 'stderr' = 'stderr'): string {
    if (text === '' || !this.#settings.color || process[stream].isTTY !== true) return text;
    return `\x1b[${STYLES[style]}m${text}\x1b[0m`;
  }

  #lift(): void {
    if (this.#transient !== '') process.stderr.write('\r\x1b[K');
  }

  #settle(): void {
    // The last column stays free: some terminals wrap when it is written.
    if (this.#transient !== '') process.stderr.write(truncate(this.#transient, this.width - 1));
  }
}
