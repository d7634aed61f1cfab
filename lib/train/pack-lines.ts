import type { PackedLines } from '../binding/native.js';
import { LABELS, type LabelledLine } from '../labelled/index.js';

/** Lines as the addon takes them; offsets become bytes. */
export function packLines(lines: readonly LabelledLine[]): PackedLines {
  const texts: Buffer[] = [];
  const offsets = new Uint32Array(lines.length + 1);
  const countries = new Uint16Array(lines.length);
  const first = new Uint32Array(lines.length + 1);
  const spans: number[] = [];
  for (const [i, line] of lines.entries()) {
    const text = Buffer.from(line.text);
    texts.push(text);
    offsets[i + 1] = (offsets[i] ?? 0) + text.length;
    if (line.country) countries[i] = line.country.charCodeAt(0) * 256 + line.country.charCodeAt(1);
    let unit = 0;
    let byte = 0;
    const bytesTo = (end: number): number => {
      byte += Buffer.byteLength(line.text.slice(unit, end));
      unit = end;
      return byte;
    };
    for (const { label, start, end } of line.spans) {
      spans.push(LABELS.indexOf(label) + 1, bytesTo(start), bytesTo(end));
    }
    first[i + 1] = spans.length / 3;
  }
  return { text: Buffer.concat(texts), offsets, countries, first, spans: Uint32Array.from(spans) };
}
