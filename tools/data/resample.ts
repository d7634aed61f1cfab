import type { Filler, Manner } from './fill.js';
import type { Label, Line } from './lines.js';
import {
  addTypo,
  changeCasing,
  changeSeparators,
  disturbSeparators,
  dropMarks,
  lineWriting,
  widenDigits,
} from './noise.js';
import type { Random } from './random.js';
import type { Writing } from './script.js';
import { insertPart, type Part, putTogether, removePart, type Template } from './template.js';

/** Components that a line can lose without giving the others another meaning, and how often it does. */
const losses: Partial<Record<Label, number>> = {
  house: 0.1,
  near: 0.15,
  unit: 0.12,
  level: 0.15,
  staircase: 0.15,
  entrance: 0.15,
  postcode: 0.12,
  suburb: 0.06,
  state_district: 0.12,
  state: 0.12,
  country: 0.2,
  other: 0.2,
  house_number: 0.04,
};

/** Makes a new line after the pattern of a labelled one. */
export function resample(
  random: Random,
  filler: Filler,
  pattern: Template,
  set: string,
  manner: Manner,
): Line {
  const template: Template = {
    country: pattern.country,
    parts: pattern.parts.map((part) => ({ ...part })),
    gaps: [...pattern.gaps],
  };
  const before = template.parts.map((part) => part.text).join(' ');
  const writing = lineWriting(template);
  for (const part of template.parts) {
    if (part.text === '' || random.chance(0.93))
      part.text = filler.fill(random, template.country, part, writing, manner);
  }
  if (manner === 'annotated') {
    lose(random, template);
    if (writing === 'latin') gain(random, filler, template);
  }
  finish(random, template, writing, before, manner);
  return putTogether(template, set);
}

/** Lays separators, casing and slips over a filled line. */
export function finish(
  random: Random,
  template: Template,
  writing: Writing,
  before: string,
  manner: Manner,
): void {
  if (manner !== 'osm') {
    if (random.chance(0.3)) changeSeparators(random, template);
    disturbSeparators(random, template);
    if (random.chance(0.12)) dropMarks(template);
    if (random.chance(0.02)) addTypo(random, template);
    if (/^(?:JP|TW)$/.test(template.country) && writing === 'native' && random.chance(0.12))
      widenDigits(template);
  }
  changeCasing(random, template, before, manner === 'osm' ? 0.9 : 0.72);
}

function lose(random: Random, template: Template): void {
  for (let i = template.parts.length - 1; i >= 0 && template.parts.length > 2; i--) {
    const label = (template.parts[i] as Part).label;
    if (label === 'house' && i > 0 && template.parts[i - 1]?.label === 'unit') continue;
    // A bracket opened before a component closes after it.
    if (/[()[\]"«»]/.test((template.gaps[i] ?? '') + (template.gaps[i + 1] ?? ''))) continue;
    if (random.chance(losses[label] ?? 0)) removePart(template, i);
  }
}

function gain(random: Random, filler: Filler, template: Template): void {
  const { parts, gaps, country } = template;
  const has = (label: Label) => parts.some((part) => part.label === label);
  const gap = gaps.slice(1, -1).find((g) => /[,\n|;-]/.test(g)) ?? ', ';
  if (!has('country') && parts.length > 2 && random.chance(0.05)) {
    const part: Part = { label: 'country', text: 'Unknown' };
    part.text = filler.fill(random, country, part, 'latin', 'annotated');
    if (part.text !== 'Unknown') insertPart(template, parts.length, part, gap);
  }
  if (!has('house') && random.chance(0.06)) {
    const part: Part = { label: 'house', text: 'Xx' };
    part.text = filler.fill(random, country, part, 'latin', 'annotated');
    if (part.text !== 'Xx' && parts[0]?.label !== 'postcode') insertPart(template, 0, part, gap);
  }
}
