import { PosthasteError } from '../errors.js';
import type { Encoding } from './types.js';

/** Turns the bytes of one encoding into UTF-8, block by block. */
export interface Decoder {
  decode(block: Buffer): Buffer;
  /** At the end of the input; ERR_ENCODING when it ends inside a character. */
  finish(): void;
}

/** UTF-8 passes as it is: records with invalid bytes become rejects later. */
const passing: Decoder = { decode: (block) => block, finish: () => {} };

const latin1: Decoder = {
  decode: (block) => Buffer.from(block.toString('latin1'), 'utf8'),
  finish: () => {},
};

/** 0x80 to 0x9f of windows-1252; the five undefined bytes stay control characters, as the WHATWG table has it. */
const UPPER_CONTROLS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const windows1252: Decoder = {
  decode(block) {
    const text = block.toString('latin1');
    const mapped = text.replace(/[\u0080-\u009f]/gu, (c) => UPPER_CONTROLS[c.charCodeAt(0) - 0x80] ?? c);
    return Buffer.from(mapped, 'utf8');
  },
  finish: () => {},
};

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

class Utf16Decoder implements Decoder {
  readonly #path: string;
  readonly #bigEndian: boolean;
  /** One to three bytes that begin a character. */
  #held: Buffer = Buffer.alloc(0);
  /** Bytes before `#held`. */
  #offset = 0;

  constructor(path: string, bigEndian: boolean) {
    this.#path = path;
    this.#bigEndian = bigEndian;
  }

  decode(block: Buffer): Buffer {
    // A copy in any case: swapping in place would change a Buffer of somebody else.
    const bytes = Buffer.concat([this.#held, block]);
    let whole = bytes.length & ~1;
    if (whole > 0) {
      const unit = this.#bigEndian ? bytes.readUInt16BE(whole - 2) : bytes.readUInt16LE(whole - 2);
      if (isHighSurrogate(unit)) whole -= 2;
    }
    this.#held = Buffer.from(bytes.subarray(whole));
    const units = bytes.subarray(0, whole);
    if (this.#bigEndian) units.swap16();
    const text = units.toString('utf16le');
    const lone = text.search(/\p{Surrogate}/u);
    if (lone >= 0) throw this.#invalid(this.#offset + lone * 2, 'half a surrogate pair');
    this.#offset += whole;
    return Buffer.from(text, 'utf8');
  }

  finish(): void {
    if (this.#held.length > 0) throw this.#invalid(this.#offset, 'the end of the file inside a character');
  }

  #invalid(offset: number, what: string): PosthasteError {
    const name = this.#bigEndian ? 'utf-16be' : 'utf-16le';
    const message = `Expected ${name} in ${this.#path} but found ${what} at byte ${offset}; check --encoding`;
    return new PosthasteError('ERR_ENCODING', message);
  }
}

export function createDecoder(encoding: Encoding, path: string): Decoder {
  switch (encoding) {
    case 'utf-8':
      return passing;
    case 'latin1':
      return latin1;
    case 'windows-1252':
      return windows1252;
    case 'utf-16le':
    case 'utf-16be':
      return new Utf16Decoder(path, encoding === 'utf-16be');
  }
}
