export const labels = [
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
] as const;

export type Label = (typeof labels)[number];

const known: ReadonlySet<string> = new Set(labels);

export function isLabel(name: string): name is Label {
  return known.has(name);
}

/** A labelled stretch of a text; offsets are JavaScript's (UTF-16), end exclusive. */
export interface Span {
  start: number;
  end: number;
  label: Label;
}

export interface Line {
  set: string;
  /** ISO 3166-1 alpha-2, or '-' */
  country: string;
  copies: number;
  text: string;
  spans: Span[];
}

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

export function escapeField(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (c) => escapes[c] ?? c);
}

/** One line of the training files, with byte offsets. */
export function writeLine(line: Line): string {
  const spans = line.spans.map(({ start, end, label }) => {
    const from = Buffer.byteLength(line.text.slice(0, start));
    return `${from}:${from + Buffer.byteLength(line.text.slice(start, end))}:${label}`;
  });
  return `${line.set}\t${line.country}\t${line.copies}\t${escapeField(line.text)}\t${spans.join(',')}\n`;
}

/** Why a line must not be written, or undefined when it is sound. */
export function faultOf(line: Line): string | undefined {
  if (line.text.trim() === '') return 'empty text';
  let at = 0;
  for (const { start, end } of line.spans) {
    if (start < at) return 'spans overlap or are not sorted';
    if (end <= start || end > line.text.length) return 'span outside the text';
    at = end;
  }
  return undefined;
}
