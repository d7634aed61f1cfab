import { fold, stripMarks } from './text.js';

export const gazetteerClasses = [
  'city',
  'suburb',
  'city_district',
  'state_district',
  'state',
  'country',
  'island',
  'road',
  'street_word',
  'direction',
  'unit_word',
  'level_word',
  'staircase_word',
  'entrance_word',
  'po_box_word',
  'near_word',
  'house_word',
  'number_word',
  'suburb_word',
  'district_word',
  'given_name',
  'other_word',
] as const;

export type GazetteerClass = (typeof gazetteerClasses)[number];

interface Entry {
  country: string;
  rank: number;
  phrase: string;
}

const tooLong = 48;

/** At most so many phrases of a class; words are few and never cut. */
const limits: Partial<Record<GazetteerClass, number>> = {
  city: 290_000,
  suburb: 130_000,
  road: 115_000,
  state_district: 75_000,
  state: 35_000,
  given_name: 14_000,
};

/** Collects phrases by class; of equal phrases of a class the best ranked one is kept. */
export class Gazetteer {
  private readonly classes = new Map<GazetteerClass, Map<string, Entry>>();

  add(kind: GazetteerClass, country: string, rank: number, phrase: string): void {
    const text = phrase.trim().replace(/\s+/g, ' ');
    if (text === '' || text.length > tooLong || !/[\p{L}\p{Nd}#№]/u.test(text)) return;
    const key = fold(text);
    if (key.split(' ').length > 5) return;
    let entries = this.classes.get(kind);
    if (entries === undefined) {
      entries = new Map();
      this.classes.set(kind, entries);
    }
    const before = entries.get(key);
    if (before === undefined || before.rank < rank)
      entries.set(key, { country, rank: Math.round(rank), phrase: text });
  }

  /** Adds the phrase and, when it differs, the phrase without marks. */
  addBoth(kind: GazetteerClass, country: string, rank: number, phrase: string): void {
    this.add(kind, country, rank, phrase);
    const plain = stripMarks(phrase);
    if (plain !== phrase) this.add(kind, country, rank - 1, plain);
  }

  /** The best ranked lines of each class. A written rank is the place within the class, so a cut takes from all. */
  lines(): string[] {
    const rows: string[] = [];
    for (const kind of gazetteerClasses) {
      const all = [...(this.classes.get(kind) ?? [])];
      all.sort(([keyA, a], [keyB, b]) => b.rank - a.rank || compare(keyA, keyB));
      const limit = Math.min(all.length, limits[kind] ?? all.length);
      for (let i = 0; i < limit; i++) {
        const [, entry] = all[i] as [string, Entry];
        const rank = limits[kind] === undefined ? 1_000_000 : Math.round(1_000_000 * (1 - i / limit));
        rows.push(`${kind}\t${entry.country}\t${rank}\t${entry.phrase}\n`);
      }
    }
    return rows;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
