import { countryOf } from './country.js';
import { faultOf, type LabelledLine } from './line.js';
import { locate, type Value } from './locate.js';

/** A line of a file: usable, or the reason why it is not. */
export type Draft = { line: LabelledLine } | { fault: string };

/** A line whose parts are known by their words. Without a text the parts make it, divided by ", ". */
export function draftOfValues(
  text: string | undefined,
  values: readonly Value[],
  country: unknown,
  source: string,
): Draft {
  const filled = values.filter((value) => value.text.trim() !== '');
  const whole = text ?? filled.map((value) => value.text.trim()).join(', ');
  const spans = text === undefined ? joinedSpans(filled) : locate(whole, filled);
  if (typeof spans === 'string') return { fault: spans };
  return draft({ text: whole, spans, country: country as string | null, source });
}

/** The line, checked, with its country in capitals. */
export function draft(line: LabelledLine): Draft {
  const fault = faultOf(line);
  return fault === undefined ? { line: { ...line, country: countryOf(line.country) ?? null } } : { fault };
}

function joinedSpans(values: readonly Value[]): LabelledLine['spans'] {
  let at = 0;
  return values.map(({ label, text }) => {
    const start = at;
    const end = start + text.trim().length;
    at = end + 2;
    return { label, start, end };
  });
}
