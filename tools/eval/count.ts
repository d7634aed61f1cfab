import type { Label, Line } from '../data/lines.js';

/** A component as the engine gives it; offsets are UTF-16. */
export interface Component {
  label: string;
  start: number;
  end: number;
}

/** What was right on some lines, counted as the rulings on labels say. */
export class Tally {
  lines = 0;
  fullRight = 0;
  tokens = 0;
  tokensRight = 0;
  readonly labels = new Map<string, { gold: number; predicted: number; right: number }>();
  readonly confusions = new Map<string, number>();

  add(line: Line, components: readonly Component[]): void {
    const gold = paint(line.text, line.spans);
    const found = paint(line.text, components);
    // Letters, digits and marks under a gold label: separators and unlabelled words do not count.
    const places: number[] = [];
    for (let i = 0; i < gold.length; i++) if (gold[i] !== undefined && isWord(line.text, i)) places.push(i);
    this.lines++;
    if (places.every((i) => gold[i] === found[i])) this.fullRight++;
    this.addTokens(line, gold, found, places);
    const goldParts = parts(gold, places);
    const foundParts = parts(found, places);
    for (const part of goldParts) this.label(part.replace(/ .*/, '')).gold++;
    for (const part of foundParts) {
      const entry = this.label(part.replace(/ .*/, ''));
      entry.predicted++;
      if (goldParts.has(part)) entry.right++;
    }
  }

  /** Tokens are runs of word characters, cut where a gold component ends. */
  private addTokens(line: Line, gold: Painted, found: Painted, places: readonly number[]): void {
    const starts = new Set(line.spans.map((span) => span.start));
    for (let n = 0; n < places.length; ) {
      let end = n + 1;
      while (
        end < places.length &&
        places[end] === (places[end - 1] as number) + 1 &&
        !starts.has(places[end] as number)
      )
        end++;
      const run = places.slice(n, end);
      const wrong = run.find((i) => gold[i] !== found[i]);
      this.tokens++;
      if (wrong === undefined) this.tokensRight++;
      else {
        const key = `${gold[wrong]} as ${found[wrong] ?? 'none'}`;
        this.confusions.set(key, (this.confusions.get(key) ?? 0) + 1);
      }
      n = end;
    }
  }

  private label(name: string): { gold: number; predicted: number; right: number } {
    let entry = this.labels.get(name);
    if (entry === undefined) {
      entry = { gold: 0, predicted: 0, right: 0 };
      this.labels.set(name, entry);
    }
    return entry;
  }
}

type Painted = (Label | string | undefined)[];

function paint(text: string, components: readonly Component[]): Painted {
  const labels: Painted = new Array(text.length).fill(undefined);
  for (const { label, start, end } of components) labels.fill(label, start, end);
  return labels;
}

/** Whether a UTF-16 unit belongs to a letter, digit or mark; the second half of a pair goes with the first. */
function isWord(text: string, i: number): boolean {
  const unit = text.charCodeAt(i);
  const at = unit >= 0xdc00 && unit <= 0xdfff ? i - 1 : i;
  return /^[\p{L}\p{M}\p{Nd}]/u.test(String.fromCodePoint(text.codePointAt(at) ?? 32));
}

/** Components with neighbours of one label joined, as "label first last" over the counted places. */
function parts(labels: Painted, places: readonly number[]): Set<string> {
  const out = new Set<string>();
  for (let n = 0; n < places.length; ) {
    const label = labels[places[n] as number];
    let end = n + 1;
    while (end < places.length && labels[places[end] as number] === label) end++;
    if (label !== undefined) out.add(`${label} ${places[n]} ${places[end - 1]}`);
    n = end;
  }
  return out;
}

/** The 95 % Wilson interval of a share. */
export function wilson(right: number, all: number): [number, number] {
  if (all === 0) return [0, 1];
  const z = 1.959964;
  const p = right / all;
  const centre = p + (z * z) / (2 * all);
  const spread = z * Math.sqrt((p * (1 - p)) / all + (z * z) / (4 * all * all));
  const scale = 1 + (z * z) / all;
  return [(centre - spread) / scale, (centre + spread) / scale];
}
