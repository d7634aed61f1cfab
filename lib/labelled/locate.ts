import type { Label } from '../types.js';
import type { LabelledSpan } from './line.js';

/** A part of an address that is known by its words, not by its place. */
export interface Value {
  label: Label;
  text: string;
}

/**
 * Where the values stand in a text, by rising start. The longest takes its place first, so that "12" is not found in
 * "Bay 12" when that is a value too; equal ones take theirs in the order given. A message instead when one is not there.
 */
export function locate(text: string, values: readonly Value[]): LabelledSpan[] | string {
  const taken: LabelledSpan[] = [];
  const byLength = values
    .map((value) => ({ label: value.label, text: value.text.trim() }))
    .filter((value) => value.text !== '')
    .sort((a, b) => b.text.length - a.text.length);
  for (const { label, text: wanted } of byLength) {
    const places = placesOf(text, wanted);
    const free = places.find((start) =>
      taken.every((span) => start >= span.end || start + wanted.length <= span.start),
    );
    if (free !== undefined) {
      taken.push({ label, start: free, end: free + wanted.length });
      continue;
    }
    if (places.length === 0) return `the ${label} '${wanted}' does not stand in the text`;
    return `the ${label} '${wanted}' overlaps another part wherever it stands in the text`;
  }
  return taken.sort((a, b) => a.start - b.start);
}

/** Starts of all occurrences: those with the same letters, or when there is none those in another case. */
function placesOf(text: string, wanted: string): number[] {
  const exact = occurrences(text, wanted);
  if (exact.length > 0) return exact;
  const [folded, foldedWanted] = [text.toLowerCase(), wanted.toLowerCase()];
  const sameLengths = folded.length === text.length && foldedWanted.length === wanted.length;
  return sameLengths ? occurrences(folded, foldedWanted) : [];
}

function occurrences(text: string, wanted: string): number[] {
  const starts: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (!cutsWord(text, at) && !cutsWord(text, at + wanted.length)) starts.push(at);
  }
  return starts;
}

const LETTER = /[\p{L}\p{M}]/u;
const DIGIT = /\p{Nd}/u;
/** Scripts that put no blanks between words. */
const UNDIVIDED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Whether a word or a number goes on over this place; "12B" may be divided, "12" and "Bay" may not. */
function cutsWord(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  const after = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const unit = text.charCodeAt(at - 1);
  const low = unit >= 0xdc00 && unit <= 0xdfff;
  const before = String.fromCodePoint(text.codePointAt(low ? at - 2 : at - 1) ?? 0);
  if (DIGIT.test(before) && DIGIT.test(after)) return true;
  return LETTER.test(before) && LETTER.test(after) && !UNDIVIDED.test(before) && !UNDIVIDED.test(after);
}
