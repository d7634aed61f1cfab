/** A part of a text: of the gold ones or of those that the engine found. Offsets are UTF-16. */
export interface Part {
  label: string;
  start: number;
  end: number;
}

export interface LabelCount {
  gold: number;
  predicted: number;
  right: number;
}

/** What was right on some lines: components with neighbours of one label joined, words by their label. */
export class Tally {
  lines = 0;
  fullRight = 0;
  tokens = 0;
  tokensRight = 0;
  readonly labels = new Map<string, LabelCount>();
  /** Words by "gold as found". */
  readonly confusions = new Map<string, number>();

  /** Adds a line; true when all its components are right. */
  add(line: { text: string; spans: readonly Part[] }, components: readonly Part[]): boolean {
    const { gold, found, places } = compare(line, components);
    const full = places.every((i) => gold[i] === found[i]);
    this.lines++;
    if (full) this.fullRight++;
    this.#addTokens(line.spans, gold, found, places);
    const goldParts = parts(gold, places);
    const foundParts = parts(found, places);
    for (const part of goldParts) this.#label(part.replace(/ .*/, '')).gold++;
    for (const part of foundParts) {
      const entry = this.#label(part.replace(/ .*/, ''));
      entry.predicted++;
      if (goldParts.has(part)) entry.right++;
    }
    return full;
  }

  /** Tokens are runs of word characters, cut where a gold component ends. */
  #addTokens(spans: readonly Part[], gold: Painted, found: Painted, places: readonly number[]): void {
    const starts = new Set(spans.map((span) => span.start));
    for (let n = 0; n < places.length; ) {
      let end = n + 1;
      while (
        end < places.length &&
        places[end] === (places[end - 1] as number) + 1 &&
        !starts.has(places[end] as number)
      )
        end++;
      const wrong = places.slice(n, end).find((i) => gold[i] !== found[i]);
      this.tokens++;
      if (wrong === undefined) this.tokensRight++;
      else {
        const key = `${gold[wrong]} as ${found[wrong] ?? 'none'}`;
        this.confusions.set(key, (this.confusions.get(key) ?? 0) + 1);
      }
      n = end;
    }
  }

  #label(name: string): LabelCount {
    let entry = this.labels.get(name);
    if (entry === undefined) {
      entry = { gold: 0, predicted: 0, right: 0 };
      this.labels.set(name, entry);
    }
    return entry;
  }
}

type Painted = (string | undefined)[];

/** Two labellings of one text, by UTF-16 unit, and the places that count. */
export interface Comparison {
  gold: Painted;
  found: Painted;
  /** Letters, digits and marks under a gold label: separators and unlabelled words do not count. */
  places: number[];
}

export function compare(
  line: { text: string; spans: readonly Part[] },
  components: readonly Part[],
): Comparison {
  const gold = paint(line.text, line.spans);
  const found = paint(line.text, components);
  const places: number[] = [];
  for (let i = 0; i < gold.length; i++) if (gold[i] !== undefined && isWord(line.text, i)) places.push(i);
  return { gold, found, places };
}

function paint(text: string, components: readonly Part[]): Painted {
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

/**
 * Whether a found component is right: all its words have its label, and where the gold one goes on, the found one does
 * too. Undefined when it covers nothing that counts.
 */
export function isRight({ gold, found, places }: Comparison, part: Part): boolean | undefined {
  const first = places.findIndex((i) => i >= part.start);
  let end = first < 0 ? 0 : first;
  while (end < places.length && (places[end] as number) < part.end) end++;
  if (first < 0 || end === first) return undefined;
  const isGold = (n: number): boolean => gold[places[n] as number] === part.label;
  const isFound = (n: number): boolean => found[places[n] as number] === part.label;
  for (let n = first; n < end; n++) if (!isGold(n)) return false;
  const cutBefore = first > 0 && isGold(first - 1) && !isFound(first - 1);
  const cutAfter = end < places.length && isGold(end) && !isFound(end);
  return !cutBefore && !cutAfter;
}
