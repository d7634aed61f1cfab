import { join } from 'node:path';
import type { Pools } from './pools.js';
import type { Random } from './random.js';
import { type Writing, writingOf } from './script.js';
import { readTar } from './sources.js';
import { fold } from './text.js';

const fused =
  /(straße|strasse|str\.|weg|gasse|platz|allee|ring|damm|ufer|straat|laan|plein|kade|dijk|singel|dreef|hof|steeg|vej|gade|allé|stræde|vägen|väg|gatan|gränd|stigen|torget|veien|vegen|gata|gate|katu|tie|kuja|polku|raitti|vegur|stígur|tn|utca)$/iu;
const particles = new Set(
  'de du des la le les del der den dem di da do dos das della dello dei degli of the van von zum zur am im d’'.split(
    ' ',
  ),
);

interface Shape {
  before: string;
  after: string;
}

interface Makings {
  shapes: Shape[];
  names: string[];
}

/** Makes street names that no list has, from the types and the names of a country's known streets. */
export class RoadMaker {
  private readonly types = new Set<string>();
  private readonly makings = new Map<string, Makings>();

  constructor(
    data: string,
    private readonly pools: Pools,
  ) {
    for (const [path, text] of readTar(join(data, 'gazetteers', 'libpostal_dictionaries.tar.gz'))) {
      if (!/\/street_types\.txt$/.test(path)) continue;
      for (const word of text.split(/[\n|]/)) if (word.length > 1) this.types.add(fold(word.trim()));
    }
  }

  make(random: Random, country: string, writing: Writing): string | undefined {
    const { shapes, names } = this.makingsOf(country, writing);
    if (shapes.length < 3 || names.length < 8) return undefined;
    const { before, after } = random.pick(shapes);
    const name = random.pick(names);
    // "{name}straße" takes a name of one word, and small letters follow what was fused.
    if (after !== '' && !after.startsWith(' ') && /[ -]/.test(name)) return undefined;
    return before + name + after;
  }

  /** The name part of one of the country's streets. */
  name(random: Random, country: string, writing: Writing): string | undefined {
    const { names } = this.makingsOf(country, writing);
    return names.length > 0 ? random.pick(names) : undefined;
  }

  private makingsOf(country: string, writing: Writing): Makings {
    const key = `${country}|${writing}`;
    let makings = this.makings.get(key);
    if (makings === undefined) {
      makings = { shapes: [], names: [] };
      for (const origin of ['annotated', 'osm', 'gazetteer'] as const) {
        for (const road of this.pools.list(origin, country, 'road', writing).slice(0, 6000))
          this.learn(makings, road);
      }
      for (const city of this.pools.list('gazetteer', country, 'city', writing).slice(0, 150))
        makings.names.push(city);
      this.makings.set(key, makings);
    }
    return makings;
  }

  private learn(makings: Makings, road: string): void {
    const words = road.split(' ');
    let from = 0;
    let to = words.length;
    while (
      from < to - 1 &&
      (this.isType(words[from]) || (from > 0 && particles.has(fold(words[from] ?? ''))))
    )
      from++;
    if (from === 0) while (to > 1 && this.isType(words[to - 1])) to--;
    if (from > 0 || to < words.length) {
      const name = words.slice(from, to).join(' ');
      if (writingOf(name) === undefined) return;
      makings.shapes.push({
        before: words
          .slice(0, from)
          .map((w) => `${w} `)
          .join(''),
        after: words
          .slice(to)
          .map((w) => ` ${w}`)
          .join(''),
      });
      if (!/\p{Nd}/u.test(name)) makings.names.push(name);
      return;
    }
    const end = fused.exec(road);
    if (end !== null && end.index > 2 && words.length === 1) {
      makings.shapes.push({ before: '', after: end[0] });
      makings.names.push(road.slice(0, end.index));
    }
  }

  private isType(word: string | undefined): boolean {
    return word !== undefined && this.types.has(fold(word).replace(/\.$/, ''));
  }
}
