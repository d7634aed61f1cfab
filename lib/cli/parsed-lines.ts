import { escapeText } from './escape.js';
import { tableLines } from './table.js';

/** The shape of one line of `parse --json`. */
export interface ParsedLine {
  text: string;
  components: { label: string; text: string; start: number; end: number }[];
  country: string | null;
  confidence: number;
}

/** One address for people: the text, its parts below each other, then what is known of the whole. */
export function parsedLines(parsed: ParsedLine): string[] {
  const rows = parsed.components.map((part) => [part.label, escapeText(part.text)]);
  const whole = `${parsed.country ?? 'country unknown'}, confidence ${parsed.confidence.toFixed(2)}`;
  return [
    escapeText(parsed.text),
    ...tableLines([{ title: '' }, { title: '' }], rows, '  '),
    rows.length === 0 ? '  (no components)' : `  (${whole})`,
  ];
}
