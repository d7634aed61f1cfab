import type { Random } from './random.js';
import { casingOf, type Writing, writingOf } from './script.js';
import type { Template } from './template.js';
import { stripMarks, titleCase } from './text.js';

const separators = [', ', ',', ' ', '\n', ' - ', '; ', ' | ', ' / ', ' , '] as const;

/** The separator that a line uses most between components, when it is one of the known ones. */
function mainSeparator(template: Template): string | undefined {
  const counts = new Map<string, number>();
  for (const gap of template.gaps.slice(1, -1)) counts.set(gap, (counts.get(gap) ?? 0) + 1);
  let best: string | undefined;
  for (const gap of separators) {
    if (gap !== ' ' && (counts.get(gap) ?? 0) > (best === undefined ? 0 : (counts.get(best) ?? 0)))
      best = gap;
  }
  return best ?? ((counts.get(' ') ?? 0) > 1 ? ' ' : undefined);
}

/** Writes the separators of a line in another way. */
export function changeSeparators(random: Random, template: Template): void {
  const main = mainSeparator(template);
  if (main === undefined || main === ' ') return;
  const other = random.weighted<string>([
    [34, ', '],
    [26, ' '],
    [12, '\n'],
    [9, ','],
    [5, ' - '],
    [4, '; '],
    [4, ' | '],
    [3, ' / '],
    [3, ' , '],
  ]);
  template.gaps = template.gaps.map((gap, i) =>
    gap === main && i > 0 && i < template.gaps.length - 1 ? other : gap,
  );
}

/** Small disorder in the separators: a doubled comma, a lost one, a missing blank. */
export function disturbSeparators(random: Random, template: Template): void {
  for (let i = 1; i < template.gaps.length - 1; i++) {
    const gap = template.gaps[i];
    if (gap === ', ' && random.chance(0.04))
      template.gaps[i] = random.pick([' ', ',', ' ,', ', , ', '. ', ' - ', '  ']);
    else if (gap === ' ' && random.chance(0.012)) template.gaps[i] = random.pick([', ', '  ', '-']);
  }
  if (random.chance(0.015)) template.gaps[template.gaps.length - 1] = random.pick(['.', ',', ' ', ' .']);
}

/** Lays one casing over the whole line; codes such as "TX" keep theirs unless all is small. */
export function changeCasing(random: Random, template: Template, from: string, keep: number): void {
  const before = casingOf(from);
  const casing = random.chance(keep)
    ? before
    : random.weighted([
        [40, 'upper'],
        [40, 'lower'],
        [20, 'mixed'],
      ] as const);
  for (const part of template.parts) {
    if (casing === 'upper') part.text = part.text.toUpperCase();
    else if (casing === 'lower') part.text = part.text.toLowerCase();
    else if (
      part.label !== 'postcode' &&
      part.text.length > 4 &&
      casingOf(part.text) === 'lower' &&
      before !== 'mixed'
    ) {
      part.text = titleCase(part.text);
    }
  }
}

/** Drops the marks over letters, as in lists that were once ASCII. */
export function dropMarks(template: Template): void {
  for (const part of template.parts) {
    if (writingOf(part.text) !== 'native') part.text = stripMarks(part.text);
  }
}

/** One slip of the hand in one component. */
export function addTypo(random: Random, template: Template): void {
  const part = random.pick(template.parts);
  const letters = [...part.text];
  const at = random.range(1, letters.length - 1);
  if (letters.length < 6 || !/^\p{Ll}$/u.test(letters[at] ?? '') || part.label === 'postcode') return;
  const slip = random.below(4);
  if (slip < 2) letters.splice(at, 1);
  else if (slip === 2) letters.splice(at, 0, letters[at] as string);
  else [letters[at - 1], letters[at]] = [letters[at] as string, letters[at - 1] as string];
  part.text = letters.join('');
}

/** Digits and blanks of the full width of Chinese and Japanese letters. */
export function widenDigits(template: Template): void {
  for (const part of template.parts) {
    part.text = part.text.replace(/[0-9-]/g, (c) =>
      c === '-' ? '－' : String.fromCharCode(c.charCodeAt(0) + 0xfee0),
    );
  }
}

export function lineWriting(template: Template): Writing {
  return writingOf(template.parts.map((part) => part.text).join(' ')) ?? 'latin';
}
