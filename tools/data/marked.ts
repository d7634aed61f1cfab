import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isLabel, type Line, type Span } from './lines.js';
import { readLines } from './sources.js';
import { copiesOf } from './weights.js';

/** Files of one address a line: "CC<TAB>{road High St} {house_number 4}, {city Leeds}". */
const folder = join(import.meta.dirname, '..', '..', 'tools', 'data', 'annotated');

/** Reads the project's own hand-labelled lines, sets in a fixed order; a fault names its file and line. */
export function readMarked(): Line[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .flatMap((file) => {
      const set = `annotated/${file.slice(0, -4)}`;
      return readLines(join(folder, file)).map((line, i) => readLine(set, line, `${file}:${i + 1}`));
    });
}

function readLine(set: string, line: string, place: string): Line {
  const [country = '', marked] = line.split('\t', 2);
  if (!/^[A-Z]{2}$/.test(country) || marked === undefined) {
    throw new Error(`${place}: expected a country code, a tab and a marked address`);
  }
  let text = '';
  const spans: Span[] = [];
  let at = 0;
  for (const match of marked.matchAll(/\{([a-z_]+) ([^{}]+)\}/g)) {
    const [whole, label = '', words = ''] = match;
    if (!isLabel(label)) throw new Error(`${place}: unknown label ${label}`);
    text += plain(marked.slice(at, match.index));
    spans.push({ start: text.length, end: text.length + words.length, label });
    text += plain(words);
    at = match.index + whole.length;
  }
  text += plain(marked.slice(at));
  if (/[{}]/.test(text)) throw new Error(`${place}: a brace is left over`);
  return { set, country, copies: copiesOf(set), text, spans };
}

/** A line break stands in the files as one visible character. */
function plain(text: string): string {
  return text.replaceAll('⏎', '\n');
}
