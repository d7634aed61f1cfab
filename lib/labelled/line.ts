import type { Label } from '../types.js';
import { countryOf } from './country.js';
import { isLabel, LABELS } from './labels.js';

/** What a stretch of a text is. Offsets are UTF-16 code units, `end` exclusive, as in `AddressComponent`. */
export interface LabelledSpan {
  label: Label;
  start: number;
  end: number;
}

/** An address and what its parts are: what a model is trained on and measured with. */
export interface LabelledLine {
  text: string;
  /** By rising `start`, not overlapping. What no span covers has no label. */
  spans: LabelledSpan[];
  /** ISO 3166-1 alpha-2 when it is known. */
  country?: string | null | undefined;
  /** Where the line comes from, such as `lines.csv:12`; for messages and reports. */
  source?: string | undefined;
}

/** Why a line cannot be used, or undefined when it can. */
export function faultOf(line: LabelledLine): string | undefined {
  if (typeof line.text !== 'string' || line.text.trim() === '') return 'expected a text but it is empty';
  if (/\p{Surrogate}/u.test(line.text))
    return 'expected well-formed text but it has half of a surrogate pair';
  if (!Array.isArray(line.spans) || line.spans.length === 0) return 'expected at least one labelled part';
  let last = 0;
  for (const { label, start, end } of line.spans) {
    if (!isLabel(label)) return `expected one of ${LABELS.join(', ')} as label but found '${String(label)}'`;
    const whole = Number.isInteger(start) && Number.isInteger(end);
    if (!whole || start < 0 || end <= start || end > line.text.length)
      return `the ${label} from ${start} to ${end} does not lie inside the text`;
    if (start < last) return `the ${label} from ${start} to ${end} overlaps the part before it`;
    last = end;
  }
  if (line.country !== undefined && line.country !== null && countryOf(line.country) === undefined)
    return `expected two letters (ISO 3166-1) as country but found '${String(line.country)}'`;
  return undefined;
}
