/**
 * XXH64 with seed 0, the checksum of zstd frames. 64-bit numbers are pairs of 32-bit halves, because BigInt
 * would make it slower than the decompression.
 */

/** High and low halves of the five primes. */
const P1 = [0x9e3779b1, 0x85ebca87] as const;
const P2 = [0xc2b2ae3d, 0x27d4eb4f] as const;
const P3 = [0x165667b1, 0x9e3779f9] as const;
const P4 = [0x85ebca77, 0xc2b2ae63] as const;
const P5 = [0x27d4eb2f, 0x165667c5] as const;

/** Halves of the result of the last operation below. */
let high = 0;
let low = 0;

function add(ah: number, al: number, bh: number, bl: number): void {
  const sum = (al >>> 0) + (bl >>> 0);
  low = sum | 0;
  high = (ah + bh + (sum > 0xffffffff ? 1 : 0)) | 0;
}

/** High 32 bits of the product of two 32-bit numbers. */
function mulHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const mid = a1 * b0 + ((a0 * b0) >>> 16);
  const cross = a0 * b1 + (mid & 0xffff);
  return (a1 * b1 + Math.floor(mid / 0x10000) + Math.floor(cross / 0x10000)) | 0;
}

function multiply(ah: number, al: number, prime: readonly [number, number]): void {
  const [bh, bl] = prime;
  const top = (mulHigh(al, bl) + Math.imul(ah, bl) + Math.imul(al, bh)) | 0;
  low = Math.imul(al, bl);
  high = top;
}

/** 0 < bits < 32. */
function rotate(ah: number, al: number, bits: number): void {
  high = (ah << bits) | (al >>> (32 - bits));
  low = (al << bits) | (ah >>> (32 - bits));
}

/** One lane takes eight bytes: rotl(accumulator + input * P2, 31) * P1. */
function round(ah: number, al: number, ih: number, il: number): void {
  multiply(ih, il, P2);
  add(ah, al, high, low);
  rotate(high, low, 31);
  multiply(high, low, P1);
}

export class XxHash64 {
  /** High and low halves of the four lanes. */
  readonly #lanes = new Int32Array(8);
  readonly #pending = Buffer.alloc(32);
  #held = 0;
  #length = 0;

  constructor() {
    add(P1[0], P1[1], P2[0], P2[1]);
    this.#lanes.set([high, low, P2[0], P2[1], 0, 0]);
    add(~P1[0], ~P1[1], 0, 1);
    this.#lanes.set([high, low], 6);
  }

  update(bytes: Buffer): void {
    this.#length += bytes.length;
    let at = 0;
    if (this.#held > 0) {
      at = bytes.copy(this.#pending, this.#held);
      this.#held += at;
      if (this.#held < 32) return;
      this.#stripe(this.#pending, 0);
    }
    for (; at + 32 <= bytes.length; at += 32) this.#stripe(bytes, at);
    this.#held = bytes.copy(this.#pending, 0, at);
  }

  #stripe(bytes: Buffer, at: number): void {
    const view = this.#lanes;
    for (let lane = 0; lane < 4; lane += 1) {
      const from = at + lane * 8;
      const il = word(bytes, from);
      const ih = word(bytes, from + 4);
      round(view[lane * 2] as number, view[lane * 2 + 1] as number, ih, il);
      view[lane * 2] = high;
      view[lane * 2 + 1] = low;
    }
  }

  /** The low 32 bits of the hash of all bytes so far, which is what a zstd frame ends with. */
  digestLow32(): number {
    const view = this.#lanes;
    if (this.#length < 32) {
      [high, low] = [P5[0], P5[1]];
    } else {
      let sumHigh = 0;
      let sumLow = 0;
      for (const [lane, bits] of [1, 7, 12, 18].entries()) {
        rotate(view[lane * 2] as number, view[lane * 2 + 1] as number, bits);
        add(sumHigh, sumLow, high, low);
        [sumHigh, sumLow] = [high, low];
      }
      for (let lane = 0; lane < 4; lane += 1) {
        round(0, 0, view[lane * 2] as number, view[lane * 2 + 1] as number);
        multiply(sumHigh ^ high, sumLow ^ low, P1);
        add(high, low, P4[0], P4[1]);
        [sumHigh, sumLow] = [high, low];
      }
    }
    add(high, low, Math.floor(this.#length / 2 ** 32), this.#length | 0);
    this.#finishTail();
    // Avalanche: x ^= x >> 33, x *= P2, x ^= x >> 29, x *= P3, x ^= x >> 32.
    multiply(high, low ^ (high >>> 1), P2);
    multiply(high ^ (high >>> 29), low ^ ((high << 3) | (low >>> 29)), P3);
    return (low ^ high) >>> 0;
  }

  /** Mixes the fewer than 32 bytes that filled no stripe into `high` and `low`. */
  #finishTail(): void {
    let at = 0;
    for (; at + 8 <= this.#held; at += 8) {
      const [h, l] = [high, low];
      round(0, 0, word(this.#pending, at + 4), word(this.#pending, at));
      rotate(h ^ high, l ^ low, 27);
      multiply(high, low, P1);
      add(high, low, P4[0], P4[1]);
    }
    if (at + 4 <= this.#held) {
      const [h, l] = [high, low];
      multiply(0, word(this.#pending, at), P1);
      rotate(h ^ high, l ^ low, 23);
      multiply(high, low, P2);
      add(high, low, P3[0], P3[1]);
      at += 4;
    }
    for (; at < this.#held; at += 1) {
      const [h, l] = [high, low];
      multiply(0, this.#pending[at] as number, P5);
      rotate(h ^ high, l ^ low, 11);
      multiply(high, low, P1);
    }
  }
}

function word(bytes: Buffer, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}
