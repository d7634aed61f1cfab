import { type Draft, draft, draftOfValues } from './draft.js';
import { isLabel, LABELS } from './labels.js';
import type { LabelledSpan } from './line.js';
import type { Value } from './locate.js';

/** One JSON object a line. Empty lines are passed over. */
export function* jsonlDrafts(content: string, name: string): Generator<{ source: string; draft: Draft }> {
  let number = 0;
  for (const row of content.split('\n')) {
    number += 1;
    if (row.trim() === '') continue;
    const source = `${name}:${number}`;
    yield { source, draft: draftOf(row, source) };
  }
}

function draftOf(row: string, source: string): Draft {
  let object: Record<string, unknown>;
  try {
    object = JSON.parse(row) as Record<string, unknown>;
  } catch (error) {
    return { fault: `expected a JSON object: ${(error as Error).message}` };
  }
  if (typeof object !== 'object' || object === null || Array.isArray(object))
    return { fault: 'expected a JSON object' };
  const { text, spans, components, country } = object;
  if (text !== undefined && typeof text !== 'string') return { fault: 'expected a string as "text"' };
  if (spans !== undefined) {
    if (text === undefined) return { fault: 'expected "text" beside "spans"' };
    const found = spansOf(text, spans);
    if (typeof found === 'string') return { fault: found };
    return draft({ text, spans: found, country: country as string | null, source });
  }
  const values = valuesOf(components);
  return typeof values === 'string' ? { fault: values } : draftOfValues(text, values, country, source);
}

/** `[start, end, label]` in code points to UTF-16 code units. */
function spansOf(text: string, spans: unknown): LabelledSpan[] | string {
  const expected = 'expected "spans" as a list of [start, end, label]';
  if (!Array.isArray(spans)) return expected;
  const units = [0];
  for (const character of text) units.push((units.at(-1) ?? 0) + character.length);
  const found: LabelledSpan[] = [];
  for (const span of spans) {
    if (!Array.isArray(span) || span.length !== 3) return expected;
    const [start, end, label] = span as unknown[];
    const from = units[start as number];
    const to = units[end as number];
    if (from === undefined || to === undefined)
      return `the ${String(label)} from ${String(start)} to ${String(end)} does not lie inside the text, which has ${units.length - 1} characters`;
    found.push({ label: label as LabelledSpan['label'], start: from, end: to });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** `{label: value | [values]}`, or as `posthaste parse --json` writes them: `[{label, text}, …]`. */
function valuesOf(components: unknown): Value[] | string {
  if (typeof components !== 'object' || components === null) return 'expected "spans" or "components"';
  const pairs: unknown[][] = Array.isArray(components)
    ? components.map((part) => [part?.label, part?.text])
    : Object.entries(components).flatMap(([label, value]) =>
        (Array.isArray(value) ? value : [value]).map((one) => [label, one]),
      );
  const values: Value[] = [];
  for (const [label, value] of pairs) {
    if (!isLabel(label)) return `expected one of ${LABELS.join(', ')} as label but found '${String(label)}'`;
    if (value === null) continue;
    if (typeof value !== 'string') return `expected text as ${label}`;
    values.push({ label, text: value });
  }
  return values;
}
