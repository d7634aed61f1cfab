import type { Line, Span } from '../data/lines.js';
import { Random } from '../data/random.js';
import { stripMarks } from '../data/text.js';

/** A line with its text changed; the labels stay on their words. */
export type Disturbance = (line: Line) => Line;

/** What the robustness table applies to the held-out lines, one at a time. */
export const disturbances: Readonly<Record<string, Disturbance>> = {
  'as written': (line) => line,
  'upper case': (line) => rewrite(line, (piece) => piece.toUpperCase()),
  'lower case': (line) => rewrite(line, (piece) => piece.toLowerCase()),
  'ASCII-folded': (line) => rewrite(line, stripMarks),
  'no commas': (line) => rewrite(line, withoutCommas),
  'one typo': oneTypo,
};

/** Rewrites the stretches between the borders of the components one by one, so that offsets can follow. */
function rewrite(line: Line, change: (piece: string) => string): Line {
  let text = '';
  let at = 0;
  const spans: Span[] = [];
  for (const { start, end, label } of line.spans) {
    text += change(line.text.slice(at, start));
    const from = text.length;
    text += change(line.text.slice(start, end));
    if (text.length > from) spans.push({ start: from, end: text.length, label });
    at = end;
  }
  return { ...line, text: text + change(line.text.slice(at)), spans };
}

function withoutCommas(piece: string): string {
  return piece.replace(/\s*[,，、،;]\s*/g, ' ');
}

/** One letter of a word of four or more letters is doubled, left out, swapped with the next or replaced. */
function oneTypo(line: Line): Line {
  const random = new Random(line.text);
  const words = [...line.text.matchAll(/\p{L}{4,}/gu)].filter((word) =>
    line.spans.some(({ start, end }) => word.index >= start && word.index + word[0].length <= end),
  );
  if (words.length === 0) return line;
  const chosen = random.pick(words);
  const letters = [...chosen[0]];
  const i = 1 + random.below(letters.length - 2);
  const [a = '', b = ''] = letters.slice(i, i + 2);
  switch (random.below(4)) {
    case 0:
      letters.splice(i, 1, a, a);
      break;
    case 1:
      letters.splice(i, 1);
      break;
    case 2:
      letters.splice(i, 2, b, a);
      break;
    default:
      letters.splice(i, 1, random.pick(letters));
  }
  const word = letters.join('');
  const shift = word.length - chosen[0].length;
  const after = chosen.index + chosen[0].length;
  const spans = line.spans.map((span) => ({
    ...span,
    start: span.start >= after ? span.start + shift : span.start,
    end: span.end >= after ? span.end + shift : span.end,
  }));
  return { ...line, text: line.text.slice(0, chosen.index) + word + line.text.slice(after), spans };
}
