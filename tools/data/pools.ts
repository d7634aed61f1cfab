import type { Label } from './lines.js';
import type { Random } from './random.js';
import { casingOf, type Writing, writingOf } from './script.js';
import { titleCase } from './text.js';

/** Where the words of a pool come from; written ones come from the writers, by hand. */
export type Origin = 'annotated' | 'osm' | 'gazetteer' | 'written';

/**
 * Words to fill components with, by country, label, writing and origin, the frequent ones first.
 * All are kept in mixed case; a line's own casing is laid over them later.
 */
export class Pools {
  private readonly lists = new Map<string, string[]>();
  private readonly seen = new Set<string>();
  private readonly neighbours = new Map<string, string[]>();

  /** @param languages the languages of each country, the first one first */
  constructor(languages: ReadonlyMap<string, readonly string[]>) {
    const byLanguage = new Map<string, string[]>();
    for (const [country, [first]] of languages) {
      if (first === undefined) continue;
      const list = byLanguage.get(first) ?? [];
      list.push(country);
      byLanguage.set(first, list);
    }
    for (const [country, [first]] of languages)
      this.neighbours.set(country, byLanguage.get(first ?? '') ?? []);
  }

  add(origin: Origin, country: string, label: Label, text: string): void {
    const words = normalised(text, label);
    if (words === '' || words.length > 80) return;
    const writing = writingOf(words) ?? 'any';
    const key = `${origin}|${country}|${label}|${writing}`;
    // Repeated annotated words stay repeated, so that common ones are drawn oftener.
    if (origin === 'gazetteer' || origin === 'written') {
      const mark = `${key}|${words.toLowerCase()}`;
      if (this.seen.has(mark)) return;
      this.seen.add(mark);
    }
    const list = this.lists.get(key);
    if (list === undefined) this.lists.set(key, [words]);
    else list.push(words);
  }

  size(origin: Origin, country: string, label: Label, writing: Writing | 'any'): number {
    return this.lists.get(`${origin}|${country}|${label}|${writing}`)?.length ?? 0;
  }

  list(origin: Origin, country: string, label: Label, writing: Writing | 'any'): readonly string[] {
    return this.lists.get(`${origin}|${country}|${label}|${writing}`) ?? [];
  }

  /** A phrase of the pool; where it has few, often one of a country with the same language. */
  draw(
    random: Random,
    origin: Origin,
    country: string,
    label: Label,
    writing: Writing | 'any',
  ): string | undefined {
    const own = this.list(origin, country, label, writing);
    const borrows = !ownOnly.has(label) && origin !== 'written';
    if (borrows && (own.length === 0 || (own.length < 25 && random.chance(0.5)))) {
      const near = this.neighbours.get(country) ?? [];
      for (let attempt = 0; attempt < 4 && near.length > 1; attempt++) {
        const list = this.list(origin, random.pick(near), label, writing);
        if (list.length > 0) return random.pick(list);
      }
    }
    if (own.length === 0) return undefined;
    return origin === 'gazetteer' && label === 'city' ? random.pickHead(own) : random.pick(own);
  }
}

/** Labels whose words tell the country. */
const ownOnly: ReadonlySet<Label> = new Set([
  'city',
  'city_district',
  'state',
  'state_district',
  'country',
  'postcode',
  'suburb',
  'house_number',
]);

/** Mixed case, single blanks; short words in capitals may be codes and stay. */
function normalised(text: string, label: Label): string {
  const words = text.trim().replace(/\s+/g, ' ');
  const casing = casingOf(words);
  if (casing === 'mixed' || label === 'postcode') return words;
  if (casing === 'lower') return /\p{L}{3}/u.test(words) ? titleCase(words) : words;
  if (label === 'state' || label === 'country' || label === 'state_district') {
    return words.length <= 4 ? words : titleCase(words);
  }
  if (!/\p{Lu}{4}/u.test(words)) return words;
  return titleCase(words).replace(/\b\p{L}{2,3}\b/gu, (w) => (/[aeiouAEIOU]/.test(w) ? w : w.toUpperCase()));
}
