import type { Label } from '../lines.js';
import type { Writing } from '../script.js';

/**
 * How addresses of a country are written by hand.
 *
 * An order is a line of component codes with the text between them; "U?4" is there in 4 of 10 lines,
 * and "{C:xã $|xa $}" is a component with one of the given phrases.
 * Words are phrases for a component, set off by "|"; numbers and single letters in them are varied,
 * "$" stands for a name.
 */
export interface Writer {
  countries: string;
  writing?: Writing;
  /** Components stand side by side, as in Chinese and Japanese; there is no staircase then, SC is state and city. */
  glued?: boolean;
  orders: readonly string[];
  words?: Partial<Record<Label, string>>;
  /** What "$" stands for, beside names of the country's streets and towns. */
  names?: string;
}

export const codes: Record<string, Label> = {
  H: 'house',
  NE: 'near',
  N: 'house_number',
  R: 'road',
  U: 'unit',
  L: 'level',
  SC: 'staircase',
  EN: 'entrance',
  PB: 'po_box',
  P: 'postcode',
  SB: 'suburb',
  CD: 'city_district',
  C: 'city',
  IS: 'island',
  SD: 'state_district',
  S: 'state',
  CO: 'country',
  O: 'other',
};

export interface Slot {
  gap: string;
  label: Label;
  /** 1 to 10: in how many of ten lines the slot is filled. */
  tenths: number;
  /** Phrases to choose from instead of the pools'. */
  phrases?: string[];
}

const apart = /([^A-Z]*?)(NE|SC|EN|PB|SB|CD|IS|SD|CO|[HNRULPCSO])(?:\?(\d))?(?![A-Z])/y;
const glued = /([^A-Z]*?)(NE|EN|PB|SB|CD|IS|SD|CO|[HNRULPCSO])(?:\?(\d))?/y;

const fixed = /([^A-Z{]*)\{([A-Z]{1,2}):([^}]*)\}(?:\?(\d))?/y;

/** The slots of an order and the text after the last one. */
export function readOrder(order: string, isGlued: boolean): { slots: Slot[]; end: string } {
  const slots: Slot[] = [];
  const slotPattern = isGlued ? glued : apart;
  let at = 0;
  for (;;) {
    fixed.lastIndex = at;
    const given = fixed.exec(order);
    if (given !== null) {
      const label = codes[given[2] as string] as Label;
      const phrases = (given[3] as string).split('|');
      slots.push({ gap: given[1] ?? '', label, tenths: Number(given[4] ?? 10), phrases });
      at = fixed.lastIndex;
      continue;
    }
    slotPattern.lastIndex = at;
    const match = slotPattern.exec(order);
    if (match === null) break;
    const label = codes[match[2] as string] as Label;
    slots.push({ gap: match[1] ?? '', label, tenths: Number(match[3] ?? 10) });
    at = slotPattern.lastIndex;
  }
  return { slots, end: order.slice(at) };
}
