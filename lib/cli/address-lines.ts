import { PosthasteError } from '../errors.js';

const LF = 0x0a;
const CR = 0x0d;
const BOM = '\ufeff';

/** A line longer than this is not an address; reading on would only fill the memory. */
export const MAX_LINE_BYTES = 1024 * 1024;

/**
 * Cuts a stream of bytes into lines and decodes them: LF or CRLF ends a line, the last one needs no end. Yields the
 * lines of one block together, as soon as they are there, and never holds more than one block and one line.
 * Ends with ERR_ENCODING at the first line that is not UTF-8; the lines before it have been yielded.
 */
export async function* addressLines(
  blocks: AsyncIterable<Uint8Array>,
): AsyncGenerator<string[], void, undefined> {
  const cutter = new LineCutter();
  for await (const block of blocks) {
    const lines = cutter.feed(block);
    if (lines.length > 0) yield lines;
    if (cutter.failure !== undefined) throw cutter.failure;
  }
  const last = cutter.finish();
  if (last.length > 0) yield last;
  if (cutter.failure !== undefined) throw cutter.failure;
}

class LineCutter {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** Pieces of the line that has begun and not ended; joined once, so that a long line costs no square. */
  #pieces: Uint8Array[] = [];
  #pieceBytes = 0;
  #line = 1;
  failure: PosthasteError | undefined;

  feed(block: Uint8Array): string[] {
    const lines: string[] = [];
    let from = 0;
    while (this.failure === undefined) {
      const end = block.indexOf(LF, from);
      if (end < 0) break;
      this.#take(lines, block.subarray(from, end));
      from = end + 1;
    }
    // Copied, because the stream may use the block's memory again.
    if (from < block.length && this.failure === undefined) this.#keep(block.slice(from));
    return lines;
  }

  finish(): string[] {
    const lines: string[] = [];
    if (this.#pieceBytes > 0 && this.failure === undefined) this.#take(lines, new Uint8Array(0));
    return lines;
  }

  #keep(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#pieceBytes += piece.length;
    if (this.#pieceBytes > MAX_LINE_BYTES) this.#tooLong();
  }

  #take(lines: string[], end: Uint8Array): void {
    if (this.#pieceBytes + end.length > MAX_LINE_BYTES) {
      this.#tooLong();
      return;
    }
    let bytes = end;
    if (this.#pieceBytes > 0) {
      bytes = Buffer.concat([...this.#pieces, end]);
      this.#pieces = [];
      this.#pieceBytes = 0;
    }
    if (bytes.at(-1) === CR) bytes = bytes.subarray(0, -1);
    try {
      const text = this.#decoder.decode(bytes);
      lines.push(this.#line === 1 && text.startsWith(BOM) ? text.slice(1) : text);
      this.#line += 1;
    } catch (cause) {
      this.failure = new PosthasteError(
        'ERR_ENCODING',
        `Expected UTF-8 on standard input but line ${this.#line} is not; convert it first, for example with iconv`,
        { cause },
      );
    }
  }

  #tooLong(): void {
    this.failure = new PosthasteError(
      'ERR_RECORD_TOO_LARGE',
      `Expected one address a line of at most ${MAX_LINE_BYTES} bytes but line ${this.#line} of standard input is longer`,
    );
  }
}
