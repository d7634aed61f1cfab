import type { Pools } from './pools.js';
import type { Random } from './random.js';
import type { RoadMaker } from './road-maker.js';
import type { Writing } from './script.js';

/** Names for the "$" in written phrases: the writer's own, those of streets, those of towns. */
export class Names {
  private readonly own = new Map<string, string[]>();

  constructor(
    private readonly pools: Pools,
    private readonly roads: RoadMaker,
  ) {}

  add(country: string, writing: Writing, names: readonly string[]): void {
    const key = `${country}|${writing}`;
    this.own.set(key, [...(this.own.get(key) ?? []), ...names]);
  }

  /** The phrase with a name for each "$". */
  expand(random: Random, country: string, writing: Writing, phrase: string): string {
    return phrase.includes('$') ? phrase.replace(/\$/g, () => this.name(random, country, writing)) : phrase;
  }

  private name(random: Random, country: string, writing: Writing): string {
    const own = this.own.get(`${country}|${writing}`) ?? [];
    const kind = random.below(100);
    if (own.length > 0 && kind < 55) return random.pick(own);
    if (kind < 85) {
      const name = this.roads.name(random, country, writing);
      if (name !== undefined && name.length < 25) return name;
    }
    const city = this.pools.draw(random, 'gazetteer', country, 'city', writing);
    return city ?? (own.length > 0 ? random.pick(own) : 'Central');
  }
}
