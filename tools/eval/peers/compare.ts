import type { Line } from '../../data/lines.js';
import { comparable, plainWords } from './words.js';

/** The labels that every parser is held to; the finer ones of the gold join them or are left out. */
export const coarseLabels = [
  'house',
  'house_number',
  'road',
  'unit',
  'po_box',
  'city',
  'state',
  'postcode',
  'country',
] as const;

export type CoarseLabel = (typeof coarseLabels)[number];

/** The components of an address by coarse label, in the order in which they were found. */
export type Parts = Partial<Record<CoarseLabel, string[]>>;

const joined: Readonly<Record<string, CoarseLabel>> = {
  ...Object.fromEntries(coarseLabels.map((label) => [label, label])),
  level: 'unit',
  staircase: 'unit',
  entrance: 'unit',
};

/** The coarse label of one of posthaste's; undefined for those that are left out. */
export function coarse(label: string): CoarseLabel | undefined {
  return joined[label];
}

export function add(parts: Parts, label: CoarseLabel | undefined, ...texts: unknown[]): void {
  const given = texts.filter((text) => text !== undefined && text !== null && text !== '');
  if (label === undefined || given.length === 0) return;
  const list = parts[label] ?? [];
  list.push(given.join(' '));
  parts[label] = list;
}

const postalRoute =
  /^(?:(?:rr|hcr?|hc r|rfd)\b|(?:rural|star|highway contract) (?:route|rte|rt)\b)[\s#.]*\w+$/i;

/** The sets disagree whether the route of "RR 2 Box 7" is a road or belongs to the box: here it does, for everybody. */
function withRoute(parts: Parts): Parts {
  const { road, po_box: box } = parts;
  if (road === undefined || box === undefined || !road.every((text) => postalRoute.test(text))) return parts;
  const { road: _, ...others } = parts;
  return { ...others, po_box: [...road, ...box] };
}

export interface Gold {
  text: string;
  parts: Parts;
  /** The words of labels that are left out, and of none: they count neither way. */
  ignored: string[];
}

export function goldOf({ text, spans }: Line): Gold {
  const parts: Parts = {};
  let rest = text;
  for (const { label, start, end } of spans) {
    const kept = coarse(label);
    if (kept === undefined) continue;
    add(parts, kept, text.slice(start, end));
    rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
  }
  return { text, parts: withRoute(parts), ignored: plainWords(rest) };
}

/** The labels that a parser got wrong on a line; empty when all its coarse labels are right. */
export function faults(gold: Gold, found: Parts): CoarseLabel[] {
  const wrong: CoarseLabel[] = [];
  const given = withRoute(found);
  const excusable = count(gold.ignored);
  for (const label of coarseLabels) {
    const wanted = comparable(label, gold.parts[label]?.join('\n') ?? '');
    const told = comparable(label, given[label]?.join('\n') ?? '');
    if (wanted.join('') === told.join('')) continue;
    const extra = count(told);
    const missing = wanted.filter((word) => !take(extra, word));
    const surplus = [...extra].flatMap(([word, times]) => new Array<string>(times).fill(word));
    if (missing.length > 0 || surplus.some((word) => !take(excusable, word))) wrong.push(label);
  }
  return wrong;
}

function count(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function take(counts: Map<string, number>, word: string): boolean {
  const left = counts.get(word) ?? 0;
  if (left === 0) return false;
  counts.set(word, left - 1);
  return true;
}

const plainLabels = new Set(['house_number', 'road', 'unit', 'city', 'state', 'postcode']);

/** Whether a line holds only what all the peers have a field for. */
export function isPlain({ parts, ignored }: Gold): boolean {
  return ignored.length === 0 && Object.keys(parts).every((label) => plainLabels.has(label));
}
