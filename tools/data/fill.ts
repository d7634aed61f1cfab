import { prepositionOf, splitAffixes } from './affixes.js';
import type { Label } from './lines.js';
import type { Names } from './names.js';
import type { Origin, Pools } from './pools.js';
import type { Random } from './random.js';
import type { RoadMaker } from './road-maker.js';
import { type Writing, writingOf } from './script.js';
import type { Part } from './template.js';
import { varyCode, varyNumbers, varyPostcode } from './vary.js';

const bare = /^[#\p{L}]?[\p{Nd}ºª°.-]{0,5}\p{L}?$/u;

/** What a line imitates: a line of the annotated sets, one of OpenStreetMap, or an order written by hand. */
export type Manner = 'annotated' | 'osm' | 'written';

/** Gives the components of a line other words of the same kind. */
export class Filler {
  constructor(
    private readonly pools: Pools,
    private readonly roads: RoadMaker,
    private readonly names: Names,
  ) {}

  /**
   * Other words for a component, or words for an empty one; the same words when nothing fits.
   * @param line the writing of the line
   */
  fill(random: Random, country: string, { label, text }: Part, line: Writing, manner: Manner): string {
    const writing = writingOf(text) ?? line;
    switch (label) {
      case 'postcode': {
        const form = text === '' ? (this.phrase(random, country, label, writing, manner) ?? '') : text;
        return varyPostcode(random, form);
      }
      case 'house_number': {
        const fresh = text === '' || random.chance(0.45);
        const any = writingOf(text) === undefined && text !== '';
        return varyCode(
          random,
          (fresh ? this.phrase(random, country, label, any ? 'any' : writing, manner) : undefined) ?? text,
        );
      }
      case 'unit':
      case 'level':
      case 'staircase':
      case 'entrance':
      case 'po_box':
        return this.code(random, country, label, text, writing, manner);
      case 'road':
        return this.road(random, country, text, writing, manner);
      case 'near':
        return this.near(random, country, text, writing, manner);
      case 'house':
        return this.house(random, country, text, writing, manner);
      case 'other': {
        const fresh = text === '' || random.chance(0.5);
        return varyNumbers(
          random,
          (fresh ? this.phrase(random, country, label, writing, manner) : undefined) ?? text,
        );
      }
      case 'country':
        if (manner === 'osm' || (text !== '' && text.length <= 3)) return text;
        if (random.chance(0.4)) return this.pools.draw(random, 'gazetteer', country, label, writing) ?? text;
        return this.phrase(random, country, label, writing, manner) ?? text;
      case 'city':
      case 'suburb':
      case 'city_district':
      case 'state':
      case 'state_district':
        return this.place(random, country, label, text, writing, manner);
      default:
        return this.phrase(random, country, label, writing, manner) ?? text;
    }
  }

  /** A given phrase with names and numbers of its own. */
  expand(random: Random, country: string, writing: Writing, phrase: string): string {
    return this.names.expand(random, country, writing, varyCode(random, phrase));
  }

  /** A phrase from the pools that a manner draws on. */
  private phrase(
    random: Random,
    country: string,
    label: Label,
    writing: Writing | 'any',
    manner: Manner,
  ): string | undefined {
    if (manner === 'osm') return this.sized(random, 'osm', country, label, writing);
    const share =
      manner === 'annotated' ? 0.25 : label === 'house_number' || label === 'postcode' ? 0.3 : 0.65;
    if (random.chance(share)) {
      const chosen = this.sized(random, 'written', country, label, writing);
      if (chosen !== undefined)
        return this.names.expand(random, country, writing === 'any' ? 'latin' : writing, chosen);
    }
    return this.sized(random, 'annotated', country, label, writing);
  }

  /** A phrase in the writing or without letters, as often as the pool holds each. */
  private sized(
    random: Random,
    origin: Origin,
    country: string,
    label: Label,
    writing: Writing | 'any',
  ): string | undefined {
    const plain = this.pools.size(origin, country, label, 'any');
    const lettered = writing === 'any' ? 0 : this.pools.size(origin, country, label, writing);
    const first = random.below(plain + lettered + 1) < plain ? 'any' : writing;
    const draw = (w: Writing | 'any') => this.pools.draw(random, origin, country, label, w);
    return draw(first) ?? draw(first === 'any' ? writing : 'any');
  }

  private code(
    random: Random,
    country: string,
    label: Label,
    text: string,
    writing: Writing,
    manner: Manner,
  ): string {
    if (text === '') {
      // A bare "3" or "A" has a meaning only where its pattern stood, so empty slots take written phrases.
      for (let attempt = 0; attempt < 3; attempt++) {
        const phrase = this.phrase(random, country, label, writing, manner);
        if (phrase !== undefined && !(bare.test(phrase) && attempt < 2)) return varyCode(random, phrase);
      }
      return '';
    }
    if (bare.test(text) || random.chance(0.5)) return varyCode(random, text);
    const other = this.phrase(random, country, label, writing, manner);
    return varyCode(random, other === undefined || bare.test(other) ? text : other);
  }

  private road(random: Random, country: string, text: string, writing: Writing, manner: Manner): string {
    const known = this.pools.size('gazetteer', country, 'road', writing);
    const kind = random.below(100);
    let road: string | undefined;
    if (kind < (known > 300 ? 45 : known > 40 ? 20 : 0))
      road = this.pools.draw(random, 'gazetteer', country, 'road', writing);
    else if (kind < 62) road = this.roads.make(random, country, writing);
    road ??= this.phrase(random, country, 'road', writing, manner) ?? text;
    return random.chance(0.3) && !/\p{Nd}\.? (?:de|di|el) /iu.test(road) ? varyNumbers(random, road) : road;
  }

  private near(random: Random, country: string, text: string, writing: Writing, manner: Manner): string {
    const phrase = this.phrase(random, country, 'near', writing, manner) ?? text;
    const preposition = prepositionOf(phrase);
    if (preposition === '' || random.chance(0.5)) return varyNumbers(random, phrase);
    const label: Label = random.weighted([
      [70, 'house'],
      [20, 'road'],
      [10, 'suburb'],
    ]);
    const known = this.pools.size('gazetteer', country, label, writing) > 100;
    const target =
      known && random.chance(0.5)
        ? this.pools.draw(random, 'gazetteer', country, label, writing)
        : this.phrase(random, country, label, writing, manner);
    return target === undefined || target.length > 40 ? phrase : preposition + target;
  }

  private house(random: Random, country: string, text: string, writing: Writing, manner: Manner): string {
    const known = this.pools.size('gazetteer', country, 'house', writing);
    let house: string | undefined;
    if (known > 60 && random.chance(0.4))
      house = this.pools.draw(random, 'gazetteer', country, 'house', writing);
    house ??= this.phrase(random, country, 'house', writing, manner) ?? text;
    if (random.chance(0.15)) house = this.renamed(random, country, house, writing);
    return random.chance(0.7) ? varyCode(random, house) : house;
  }

  /** Puts the name of a town in the place of one capitalised word of a venue's name. */
  private renamed(random: Random, country: string, house: string, writing: Writing): string {
    const names = [...house.matchAll(/(?<![\p{L}'’.])\p{Lu}\p{Ll}{3,}(?![\p{L}'’.])/gu)];
    if (names.length < 2) return house;
    const name = random.pick(names);
    const other = this.names.expand(random, country, writing, '$');
    return house.slice(0, name.index) + other + house.slice(name.index + name[0].length);
  }

  private place(
    random: Random,
    country: string,
    label: Label,
    text: string,
    writing: Writing,
    manner: Manner,
  ): string {
    const known = this.pools.size('gazetteer', country, label, writing);
    const draw = (from: Origin) => this.pools.draw(random, from, country, label, writing);
    const own = () => this.phrase(random, country, label, writing, manner);
    if (/^\p{Lu}{2,3}\.?$/u.test(text))
      return this.shortName(random, text, () => (random.chance(0.5) ? draw('gazetteer') : own()));
    const { lead, core, tail } = splitAffixes(text);
    if (lead !== '' || tail !== '') {
      if (random.chance(0.35)) return own() ?? text;
      const from = label === 'suburb' && known === 0 ? 'city' : label;
      const name = this.pools.draw(random, 'gazetteer', country, from, writing) ?? core;
      const other = splitAffixes(name);
      return (
        lead + (random.chance(0.5) && /\p{Nd}/u.test(core) ? varyNumbers(random, core) : other.core) + tail
      );
    }
    const share = known < 5 ? 0 : label === 'city' ? 0.6 : known > 50 ? 0.42 : 0.33;
    const name = (random.chance(share) ? draw('gazetteer') : own()) ?? draw('gazetteer');
    return /\p{Nd}/u.test(name ?? '') ? varyNumbers(random, name ?? text) : (name ?? text);
  }

  /** A code in the place of a code: full names are written in other ways. */
  private shortName(random: Random, text: string, draw: () => string | undefined): string {
    if (random.chance(0.15)) return text;
    for (let attempt = 0; attempt < 8; attempt++) {
      const name = draw();
      if (name !== undefined && /^\p{Lu}{2,3}$/u.test(name)) return name;
    }
    return text;
  }
}
