import type { Label } from '../types.js';

/** All labels, in the order of their numbers from 1 on. */
export const LABELS: readonly Label[] = [
  'house',
  'near',
  'house_number',
  'road',
  'unit',
  'level',
  'staircase',
  'entrance',
  'po_box',
  'postcode',
  'suburb',
  'city_district',
  'city',
  'island',
  'state_district',
  'state',
  'country_region',
  'country',
  'other',
];

const KNOWN: ReadonlySet<string> = new Set(LABELS);

export function isLabel(name: unknown): name is Label {
  return typeof name === 'string' && KNOWN.has(name);
}
