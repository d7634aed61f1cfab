import type { Label, Line } from './lines.js';

export interface Part {
  label: Label;
  text: string;
}

/** A line taken apart: components, and what stands before, between and after them (one more than components). */
export interface Template {
  country: string;
  parts: Part[];
  gaps: string[];
}

export function takeApart(line: Line): Template {
  const parts: Part[] = [];
  const gaps: string[] = [];
  let at = 0;
  for (const { start, end, label } of line.spans) {
    gaps.push(line.text.slice(at, start));
    parts.push({ label, text: line.text.slice(start, end) });
    at = end;
  }
  gaps.push(line.text.slice(at));
  return { country: line.country, parts, gaps };
}

export function putTogether(template: Template, set: string): Line {
  let text = template.gaps[0] ?? '';
  const spans: Line['spans'] = [];
  template.parts.forEach((part, i) => {
    const start = text.length;
    text += part.text;
    spans.push({ start, end: text.length, label: part.label });
    text += template.gaps[i + 1] ?? '';
  });
  return { set, country: template.country, copies: 1, text, spans };
}

/** Takes a component out together with the gap that led to it. */
export function removePart(template: Template, index: number): void {
  template.parts.splice(index, 1);
  if (index === 0) template.gaps.splice(1, 1);
  else template.gaps.splice(index, 1);
}

export function insertPart(template: Template, index: number, part: Part, gap: string): void {
  if (index === 0) template.gaps.splice(1, 0, gap);
  else template.gaps.splice(index, 0, gap);
  template.parts.splice(index, 0, part);
}
