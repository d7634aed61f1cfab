import { join } from 'node:path';
import { isHeldOut } from './heldout.js';
import { isLabel, type Line, type Span } from './lines.js';
import { readMarked } from './marked.js';
import { filesOf, readJsonLines } from './sources.js';
import { capOfSet, copiesOf, droppedSets } from './weights.js';

interface Labelled {
  country: string | null;
  text: string;
  spans: [number, number, string][];
}

/** Reads every labelled line of the data folder and of this project, sets in a fixed order, offsets in UTF-16. */
export function readLabelled(data: string): { train: Line[]; heldOut: Line[] } {
  const train: Line[] = [];
  const heldOut: Line[] = [];
  for (const folder of ['annotated', 'labelled', 'eval']) {
    for (const { name, path } of filesOf(join(data, folder))) {
      const set = `${folder}/${name}`;
      if (droppedSets.has(set)) continue;
      const lines = readJsonLines<Labelled>(path).map((entry) => mend(toLine(set, entry)));
      const training: Line[] = [];
      for (const line of lines) (isHeldOut(set, line.text) ? heldOut : training).push(line);
      train.push(...thin(training, capOfSet[set] ?? training.length));
    }
  }
  for (const line of readMarked()) (isHeldOut(line.set, line.text) ? heldOut : train).push(line);
  return { train, heldOut };
}

function thin(lines: Line[], cap: number): Line[] {
  if (lines.length <= cap) return lines;
  return lines.filter(
    (_, i) => Math.floor((i * cap) / lines.length) !== Math.floor(((i - 1) * cap) / lines.length),
  );
}

function toLine(set: string, entry: Labelled): Line {
  const offsets = [0];
  for (const c of entry.text) offsets.push((offsets[offsets.length - 1] as number) + c.length);
  const spans = entry.spans.map(([start, end, label]): Span => {
    if (!isLabel(label)) throw new Error(`${set}: unknown label ${label}`);
    return { start: offsets[start] as number, end: offsets[end] as number, label };
  });
  spans.sort((a, b) => a.start - b.start);
  return { set, country: entry.country ?? '-', copies: copiesOf(set), text: entry.text, spans };
}

const torontoBorough = /^(?:Etobicoke|North York|Scarborough|East York)$/i;
const subdivision = /\bSubd(?:\.|ivision)?$/i;

/** Settles the rulings on which the annotated sets are known to differ. */
function mend(line: Line): Line {
  if (!line.set.startsWith('annotated/')) return line;
  const spans: Span[] = [];
  for (const span of line.spans) {
    const words = line.text.slice(span.start, span.end);
    if (line.country === 'PH' && span.label === 'house' && subdivision.test(words)) {
      spans.push({ ...span, label: 'suburb' });
    } else if (line.country === 'CA' && span.label === 'city' && torontoBorough.test(words)) {
      spans.push({ ...span, label: 'city_district' });
    } else if (line.country === 'CN' && span.label === 'house_number' && words.includes('弄')) {
      addLane(spans, span, words.indexOf('弄') + 1);
    } else {
      spans.push(span);
    }
  }
  return { ...line, spans };
}

/** "延平路" + "123弄4号" becomes "延平路123弄" + "4号". */
function addLane(spans: Span[], span: Span, cut: number): void {
  const before = spans[spans.length - 1];
  if (before?.label === 'road' && before.end === span.start) before.end = span.start + cut;
  else spans.push({ start: span.start, end: span.start + cut, label: 'road' });
  if (span.start + cut < span.end) spans.push({ ...span, start: span.start + cut });
}
