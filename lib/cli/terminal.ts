import { PosthasteError } from '../errors.js';
import { Sink } from './sink.js';
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
  readonly #out = new Sink(process.stdout);
  readonly #err = new Sink(process.stderr);

  constructor(settings: TerminalSettings) {
    this.#settings = settings;
  }

  /** True once the reader of standard output has gone away, or writing to it failed. */
  get stdoutClosed(): boolean {
    return this.#out.closed;
  }

  /** ERR_OUTPUT when standard output took no more although its reader was there, as on a full disk. */
  checkStdout(): void {
    const { failure } = this.#out;
    if (failure === undefined) return;
    throw new PosthasteError('ERR_OUTPUT', `Cannot write to standard output: ${failure.message}`, {
      cause: failure,
    });
  }

  /** Whether stderr can hold a line that is drawn again and again. */
  get redraws(): boolean {
    return this.#err.isTerminal && this.#settings.redraw;
  }

  /** Cells of a line on stderr (or stdout when stderr is no terminal). */
  get width(): number {
    return this.#err.columns ?? this.#out.columns ?? 80;
  }

  /** Writes to standard output as it is; resolves when the next write may follow. */
  async write(text: string): Promise<void> {
    this.#lift();
    if (!this.#out.write(text)) await this.#out.drained();
  }

  /** One line to standard output. */
  line(text: string): void {
    this.#lift();
    this.#out.write(`${text}\n`);
    this.#settle();
  }

  /** One line to standard error. */
  note(text: string): void {
    this.#lift();
    this.#err.write(`${text}\n`);
    this.#settle();
  }

  /** Prose to standard error, after a coloured word: on a terminal broken between words, elsewhere one line. */
  say(text: string, head = '', style: Style = 'bold'): void {
    const width = this.#err.isTerminal ? this.width - 1 : Number.POSITIVE_INFINITY;
    const [first = '', ...rest] = wrap(`${head}${text}`, width);
    this.note(this.#styled(style, first.slice(0, head.length)) + first.slice(head.length));
    for (const line of rest) this.note(line);
  }

  /** Cells that lines on standard output may have. */
  get stdoutWidth(): number {
    return this.#out.isTerminal ? (this.#out.columns ?? 80) - 1 : Number.POSITIVE_INFINITY;
  }

  /** Draws the transient line anew; '' removes it. */
  redraw(text: string): void {
    if (!this.redraws) return;
    this.#lift();
    this.#transient = text;
    this.#settle();
  }

  #styled(style: Style, text: string): string {
    if (text === '' || !this.#settings.color || !this.#err.isTerminal) return text;
    return `\x1b[${STYLES[style]}m${text}\x1b[0m`;
  }

  #lift(): void {
    if (this.#transient !== '') this.#err.write('\r\x1b[K');
  }

  #settle(): void {
    // The last column stays free: some terminals wrap when it is written.
    if (this.#transient !== '') this.#err.write(truncate(this.#transient, this.width - 1));
  }
}
