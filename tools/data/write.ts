import type { Filler } from './fill.js';
import type { Line } from './lines.js';
import type { Names } from './names.js';
import type { Pools } from './pools.js';
import type { Random } from './random.js';
import { finish } from './resample.js';
import type { Writing } from './script.js';
import { putTogether, type Template } from './template.js';
import { writers } from './writers/index.js';
import { readOrder, type Slot, type Writer } from './writers/writer.js';

/** Labels whose words belong to one country: a writer for several must not lend them. */
const ofOneCountry = new Set(['country', 'state', 'city', 'city_district', 'state_district', 'postcode']);

/** Puts the phrases of the writers into the pools. */
export function addWriterPools(pools: Pools, names: Names): void {
  for (const writer of writers) {
    const countries = writer.countries.split(' ');
    for (const country of countries) {
      names.add(country, writer.writing ?? 'latin', writer.names?.split('|') ?? []);
      for (const [label, phrases] of Object.entries(writer.words ?? {}) as [Slot['label'], string][]) {
        for (const phrase of phrases.split('|')) {
          if (countries.length > 1 && ofOneCountry.has(label) && !phrase.includes('$')) continue;
          pools.add('written', country, label, phrase);
        }
      }
    }
  }
}

/** The writers of each country with their orders read. */
export interface Orders {
  country: string;
  writing: Writing;
  orders: { slots: Slot[]; end: string }[];
}

export function ordersOf(): Orders[] {
  return writers.flatMap((writer: Writer) =>
    writer.countries.split(' ').map((country) => ({
      country,
      writing: writer.writing ?? 'latin',
      orders: writer.orders.map((order) => readOrder(order, writer.glued ?? false)),
    })),
  );
}

/** Writes one line after an order; undefined when too little could be filled. */
export function writeOrder(
  random: Random,
  filler: Filler,
  { country, writing, orders }: Orders,
  set: string,
): Line | undefined {
  const { slots, end } = random.chance(0.4) ? random.pickHead(orders) : random.pick(orders);
  const template: Template = { country, parts: [], gaps: [''] };
  let bracket = '';
  for (const slot of slots) {
    if (slot.tenths < 10 && !random.chance(slot.tenths / 10)) continue;
    const text =
      slot.phrases === undefined
        ? filler.fill(random, country, { label: slot.label, text: '' }, writing, 'written')
        : filler.expand(random, country, writing, random.pick(slot.phrases));
    if (text === '') continue;
    const gap = bracket === '' || slot.gap.startsWith(bracket) ? slot.gap : bracket + slot.gap;
    if (template.parts.length === 0) template.gaps[0] = gap.replace(/^[,;\s/·،-]+/, '');
    else template.gaps[template.gaps.length - 1] = gap;
    bracket = gap.includes('(') ? ')' : '';
    template.parts.push({ label: slot.label, text });
    template.gaps.push('');
  }
  if (template.parts.length < 2) return undefined;
  template.gaps[template.gaps.length - 1] = bracket !== '' ? bracket : end.replace(/^\)/, '');
  finish(random, template, writing, template.parts.map((part) => part.text).join(' '), 'written');
  return putTogether(template, set);
}
