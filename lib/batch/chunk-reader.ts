import { crc32 } from 'node:zlib';
import type { ChunkOrigin, NativeScanner } from '../engine/index.js';
import { PosthasteError } from '../errors.js';
import type { BlockReader } from '../io/index.js';
import type { Position } from './journal-entry.js';

export interface Chunk {
  bytes: Buffer;
  origin: ChunkOrigin;
  /** Records in it, blank lines included. */
  records: number;
  /** Where the next chunk begins. */
  end: Position;
}

export interface ChunkRules {
  hasHeader: boolean;
  crEndsRecord: boolean;
  /** Records with more bytes become one reject each. */
  maxRecordBytes: number;
}

export const BEGINNING: Position = { offset: 0, line: 1, crc: 0 };

/** As much of a record that is too large goes into the rejects. */
const OVERSIZED_HEAD = 65_536;
const LF = 10;
const CR = 13;
const NOTHING = Buffer.alloc(0);
/** Of more blank lines in a row not all are held back. */
const MOST_HELD = 65_536;

/**
 * Cuts the blocks of one input into chunks that begin and end at record boundaries; the header is left out. Only
 * the tail behind the last record end is carried from block to block. Where an exact record end matters (header,
 * records that grow towards the limit) the scanner gets line by line, so that what comes out never depends on
 * where the blocks end.
 */
export class ChunkReader {
  /** Time in milliseconds. */
  readonly spent = { read: 0, scan: 0 };
  /** Blank lines before the header. */
  blankBeforeHeader = 0;

  private readonly ready: Chunk[] = [];
  /** Bytes behind the last record end. */
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  /** Set while a record has outgrown the limit: its first bytes; the others are dropped. */
  private oversized: Buffer | null = null;
  private oversizedLength = 0;
  private headerToCome: boolean;
  private position: Position = BEGINNING;
  private ended = false;
  /**
   * CRs at the end of a block: whether they end records only the next byte can tell, and the scanner cannot cut
   * before the bytes that it gets.
   */
  private heldCrs: Buffer = NOTHING;

  constructor(
    private readonly blocks: BlockReader,
    private readonly scanner: NativeScanner,
    private readonly rules: ChunkRules,
  ) {
    this.headerToCome = rules.hasHeader;
  }

  /** Leaves everything before a checkpoint out. False when the bytes are not those that were read before. */
  async skipTo(target: Position): Promise<boolean> {
    let left = target.offset;
    let crc = 0;
    let rest: Buffer | null = null;
    while (left > 0) {
      const block = await this.timedRead();
      if (!block) return false;
      const skipped = block.subarray(0, left);
      crc = crc32(skipped, crc);
      left -= skipped.length;
      rest = block.subarray(skipped.length);
    }
    if (crc !== target.crc) return false;
    this.position = target;
    if (target.offset > 0) this.headerToCome = false;
    if (rest && rest.length > 0) this.take(rest);
    return true;
  }

  /** Null at the end of the input. */
  async next(): Promise<Chunk | null> {
    for (;;) {
      const chunk = this.ready.shift();
      if (chunk) return chunk;
      if (this.ended) return null;
      const block = await this.timedRead();
      if (block) this.take(block);
      else this.finish();
    }
  }

  /** SHA-256 of the raw bytes of the input; only after the end. */
  get rawSha256(): string {
    return this.blocks.rawSha256;
  }

  /** Raw bytes read so far. */
  get rawBytesRead(): number {
    return this.blocks.rawBytesRead;
  }

  close(): Promise<void> {
    return this.blocks.close();
  }

  private async timedRead(): Promise<Buffer | null> {
    const since = performance.now();
    const block = await this.blocks.read();
    this.spent.read += performance.now() - since;
    return block;
  }

  private take(read: Buffer): void {
    const since = performance.now();
    let block = this.heldCrs.length > 0 ? Buffer.concat([this.heldCrs, read]) : read;
    this.heldCrs = this.rules.crEndsRecord ? trailingCrs(block) : NOTHING;
    block = block.subarray(0, block.length - this.heldCrs.length);
    while (block.length > 0) {
      const exact =
        this.headerToCome || this.oversized || this.pendingBytes + block.length > this.rules.maxRecordBytes;
      block = exact ? this.takeLine(block) : this.takeAll(block);
    }
    this.spent.scan += performance.now() - since;
  }

  /** Everything up to the last record end is one chunk. */
  private takeAll(block: Buffer): Buffer {
    const cut = this.scanner.feed(block);
    if (cut.end === 0) {
      this.carry(block);
      return block.subarray(block.length);
    }
    const bytes = this.flush(block.subarray(0, cut.end));
    this.emit(bytes, cut.records, cut.lines);
    if (cut.end < block.length) this.carry(block.subarray(cut.end));
    return block.subarray(block.length);
  }

  private takeLine(block: Buffer): Buffer {
    const line = this.lineEnd(block);
    this.takePiece(block.subarray(0, line.pieceEnd), line.end);
    return block.subarray(line.pieceEnd);
  }

  /** At most one record can end here, at `lineEnd`, and blank lines behind it. */
  private takePiece(piece: Buffer, lineEnd: number): void {
    const cut = this.scanner.feed(piece);
    if (cut.end === 0) {
      this.carry(piece);
      if (this.pendingBytes > this.rules.maxRecordBytes || this.oversized) this.drop();
      return;
    }
    const first = piece.subarray(0, lineEnd);
    const blank = piece.subarray(lineEnd, cut.end);
    const blankLines = blank.length > 0 ? cut.records - 1 : 0;
    this.endRecord(first, cut.records - blankLines, cut.lines - blankLines);
    if (blank.length > 0) {
      if (this.headerToCome) this.passHeader(blank, blankLines, blankLines);
      else this.emit(blank, blankLines, blankLines);
    }
    if (cut.end < piece.length) this.carry(piece.subarray(cut.end));
  }

  /** What is carried and `last` are a whole record. */
  private endRecord(last: Buffer, records: number, lines: number): void {
    if (this.oversized || this.pendingBytes + last.length > this.rules.maxRecordBytes) {
      this.carry(last);
      this.drop();
      this.emitOversized(lines);
      return;
    }
    const bytes = this.flush(last);
    if (this.headerToCome) this.passHeader(bytes, records, lines);
    else this.emit(bytes, records, lines);
  }

  /** The first line end, and the end of what the scanner needs to see of it. */
  private lineEnd(block: Buffer): { end: number; pieceEnd: number } {
    const lf = block.indexOf(LF) + 1 || block.length;
    const cr = this.rules.crEndsRecord ? block.subarray(0, lf).indexOf(CR) : -1;
    if (cr < 0) return { end: lf, pieceEnd: lf };
    // The scanner decides about a CR when it sees the next byte, which exists: CRs at the end are held back.
    let next = cr + 1;
    while (block[next] === CR) next++;
    const isCrLf = next === cr + 1 && block[next] === LF;
    return { end: isCrLf ? cr + 2 : cr + 1, pieceEnd: next + 1 };
  }

  private finish(): void {
    this.ended = true;
    if (this.heldCrs.length > 0) this.takePiece(this.heldCrs, 1);
    const end = this.scanner.finish();
    if (this.oversized) {
      this.drop();
      this.emitOversized(end.lines);
      return;
    }
    if (this.pendingBytes === 0) return;
    const bytes = this.flush(NOTHING);
    if (this.headerToCome) this.passHeader(bytes, end.records, end.lines);
    else this.emit(bytes, end.records, end.lines);
  }

  private carry(bytes: Buffer): void {
    this.pending.push(bytes);
    this.pendingBytes += bytes.length;
  }

  /** What was carried and `last`, in one piece; without a copy when nothing was carried. */
  private flush(last: Buffer): Buffer {
    const bytes = this.pendingBytes === 0 ? last : Buffer.concat([...this.pending, last]);
    this.pending = [];
    this.pendingBytes = 0;
    return bytes;
  }

  private emit(bytes: Buffer, records: number, lines: number): void {
    const { offset: byteOffset, line } = this.position;
    this.advance(bytes.length, lines, crc32(bytes, this.position.crc));
    this.ready.push({ bytes, origin: { byteOffset, line }, records, end: this.position });
  }

  /** Gives up what is carried of a record that is too large, all but its beginning. */
  private drop(): void {
    if (this.headerToCome) {
      throw new PosthasteError(
        'ERR_RECORD_TOO_LARGE',
        `The first record, which should hold the column names, is larger than --max-record-bytes (${this.rules.maxRecordBytes}). Look at its quotes, or give --quote none.`,
      );
    }
    const bytes = this.flush(NOTHING);
    this.oversized ??= Buffer.from(this.headOf(bytes));
    this.oversizedLength += bytes.length;
    this.position = { ...this.position, crc: crc32(bytes, this.position.crc) };
  }

  /** The same bytes wherever the blocks end, and no character cut in two. */
  private headOf(bytes: Buffer): Buffer {
    let end = Math.min(OVERSIZED_HEAD, this.rules.maxRecordBytes);
    while (end > 0 && ((bytes[end] as number) & 0xc0) === 0x80) end--;
    return bytes.subarray(0, end);
  }

  private emitOversized(lines: number): void {
    const { offset: byteOffset, line } = this.position;
    const bytes = this.oversized as Buffer;
    this.advance(this.oversizedLength, lines, this.position.crc);
    this.oversized = null;
    this.oversizedLength = 0;
    const origin = { byteOffset, line, oversized: true };
    this.ready.push({ bytes, origin, records: 1, end: this.position });
  }

  private passHeader(bytes: Buffer, records: number, lines: number): void {
    if (bytes.every((byte) => byte === LF || byte === CR)) this.blankBeforeHeader += records;
    else this.headerToCome = false;
    this.advance(bytes.length, lines, crc32(bytes, this.position.crc));
  }

  private advance(bytes: number, lines: number, crc: number): void {
    this.position = { offset: this.position.offset + bytes, line: this.position.line + lines, crc };
  }
}

function trailingCrs(block: Buffer): Buffer {
  let begin = block.length;
  while (begin > 0 && block.length - begin < MOST_HELD && block[begin - 1] === CR) begin--;
  return block.subarray(begin);
}
