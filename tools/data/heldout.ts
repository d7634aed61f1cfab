import { createHash } from 'node:crypto';
import type { Line } from './lines.js';
import { digitBlindKey } from './text.js';

const whollyHeldOut = new Set(['eval/libpostal_test_parser', 'eval/usaddress_test_labeled']);

/** Whether a line is for measuring only: by its set, or by a hash of its digit-blind words. */
export function isHeldOut(set: string, text: string): boolean {
  return whollyHeldOut.has(set) || foldOf(set, text) === 0;
}

/** The tenth of its set, 0 to 9, that a line of the sets that are split belongs to; undefined for other sets. */
export function foldOf(set: string, text: string): number | undefined {
  if (set !== 'eval/senzing_half' && !set.startsWith('annotated/')) return undefined;
  const hash = createHash('sha256').update(digitBlindKey(text)).digest('hex');
  return Number.parseInt(hash.slice(0, 8), 16) % 10;
}

/** The keys of the held-out lines; a training line with one of them would be a leak. */
export class LeakCheck {
  private readonly keys: Set<string>;
  private readonly indian: string[];
  dropped = 0;

  constructor(heldOut: readonly Line[]) {
    this.keys = new Set(heldOut.map((line) => digitBlindKey(line.text)));
    this.indian = heldOut.filter(({ country }) => country === 'IN').map(({ text }) => digitBlindKey(text));
  }

  /** Whether a held-out Indian line holds these words: directories lend one string to lines with several tails. */
  holdsPart(words: string): boolean {
    const key = digitBlindKey(words);
    return this.indian.some((line) => line.includes(key));
  }

  /** True when the line may be trained on. */
  passes(line: Line): boolean {
    if (!this.keys.has(digitBlindKey(line.text))) return true;
    this.dropped++;
    return false;
  }
}
