import type { BatchEvent } from '../batch/types.js';
import { count, counted, duration, percent } from './quantities.js';
import type { Terminal } from './terminal.js';

export type ProgressEvent = Extract<BatchEvent, { type: 'progress' }>;

const REDRAW_MS = 200;

/** What is known by now in one line, the most wanted first: a narrow terminal cuts the end. */
export function progressText(event: ProgressEvent): string {
  const parts = [
    percent(event.bytesDone, event.bytesTotal).padStart(4),
    `${count(event.rows)} rows`,
    `${count(event.rowsPerSecond)} rows/s`,
    leftText(event.secondsLeft),
    `${count(event.filesDone)}/${counted(event.filesTotal, 'file')}`,
    event.rejects === 0 ? '' : counted(event.rejects, 'reject'),
  ];
  return parts.filter((part) => part !== '').join('  ');
}

function leftText(seconds: number | null): string {
  if (seconds === null) return '';
  return seconds < 1 ? 'nearly done' : `${duration(Math.ceil(seconds))} left`;
}

/**
 * Tells how far the batch job is: on a terminal one line that is drawn again and again, elsewhere a line every
 * `everySeconds`. Between events the timer repeats the last one, so that a stalled disk is seen as such.
 */
export class Progress {
  readonly #terminal: Terminal;
  readonly #timer: NodeJS.Timeout;
  #latest: ProgressEvent | undefined;
  #phase = '';

  constructor(terminal: Terminal, everySeconds: number) {
    this.#terminal = terminal;
    this.#timer = terminal.redraws
      ? setInterval(() => terminal.redraw(this.#text()), REDRAW_MS)
      : setInterval(() => this.#announce(), everySeconds * 1000);
    this.#timer.unref();
  }

  /** What is going on before the first row, or instead of it. */
  phase(text: string): void {
    this.#phase = text;
    this.#terminal.redraw(this.#text());
  }

  update(event: ProgressEvent): void {
    this.#latest = event;
  }

  /** Clears the line; nothing is drawn any more. */
  stop(): void {
    clearInterval(this.#timer);
    this.#terminal.redraw('');
  }

  #text(): string {
    if (this.#latest === undefined) return this.#phase;
    const text = progressText(this.#latest);
    return this.#phase === '' ? text : `${text}  (${this.#phase})`;
  }

  #announce(): void {
    const text = this.#text();
    if (text !== '') this.#terminal.note(text.trimStart());
  }
}
