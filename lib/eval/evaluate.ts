import type { Engine } from '../engine/index.js';
import { faultOf, type LabelledLine, linesError } from '../labelled/index.js';
import type { AddressComponent } from '../types.js';
import { type Outcome, type Reliability, reliability, topHalf } from './calibration.js';
import {
  type Confusion,
  confusionRows,
  type LabelRow,
  labelRows,
  type Row,
  row,
  type Share,
  share,
} from './rows.js';
import { compare, isRight, Tally } from './tally.js';

export interface EvaluateOptions {
  /** Given to the parser for every line; left out, it infers the country as it would in use. */
  country?: string | null | undefined;
  /** How many of the wrong lines are kept in `worst`. */
  worst?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface LabelledPart {
  label: string;
  text: string;
}

/** A line that was not fully right. */
export interface WrongLine {
  /** Where the line comes from, or null. */
  source: string | null;
  text: string;
  confidence: number;
  country: string | null;
  inferredCountry: string | null;
  gold: LabelledPart[];
  found: LabelledPart[];
}

/** How a model does on labelled lines; plain JSON. */
export interface Evaluation {
  model: { sha256: string };
  lines: number;
  /** Lines whose components are all right, and words with the right label. */
  full: Share;
  token: Share;
  labels: LabelRow[];
  /** Lines by their own country, the most frequent first; `-` is those without one. */
  countries: Row[];
  /** Of the lines with a country, how many it was inferred right for; null when there are none or it was given. */
  countryInferred: Share | null;
  confusions: Confusion[];
  calibration: { address: Reliability; component: Reliability; topHalf: Share };
  /** The most confident first. */
  worst: WrongLine[];
}

const WORST = 20;

/** Parses the lines and counts what is right, as docs/accuracy.md says. ERR_LINES when a line is not sound. */
export async function evaluate(
  engine: Engine,
  lines: readonly LabelledLine[],
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const faults = lines.flatMap((line, i) => {
    const fault = faultOf(line);
    return fault === undefined ? [] : [`${line.source ?? `line ${i}`}: ${fault}`];
  });
  if (faults.length > 0) throw linesError(faults);
  const parses = await engine.parseMany(
    lines.map((line) => line.text),
    { country: options.country ?? null, signal: options.signal },
  );
  const all = new Tally();
  const byCountry = new Map<string, Tally>();
  const addresses: Outcome[] = [];
  const components: Outcome[] = [];
  const wrong: WrongLine[] = [];
  let known = 0;
  let inferred = 0;
  for (const [i, line] of lines.entries()) {
    const parsed = parses[i];
    if (parsed === undefined) continue;
    const right = all.add(line, parsed.components);
    addresses.push({ confidence: parsed.confidence, right });
    components.push(...componentOutcomes(line, parsed.components));
    tallyOf(byCountry, line.country ?? '-').add(line, parsed.components);
    if (line.country) known++;
    if (line.country && line.country === parsed.country) inferred++;
    if (!right) wrong.push(wrongLine(line, parsed));
  }
  wrong.sort((a, b) => b.confidence - a.confidence);
  return {
    model: { sha256: engine.info.model.sha256 },
    lines: all.lines,
    full: share(all.fullRight, all.lines),
    token: share(all.tokensRight, all.tokens),
    labels: labelRows(all),
    countries: [...byCountry]
      .map(([name, tally]) => row(name, tally))
      .sort((a, b) => b.lines - a.lines || (a.name < b.name ? -1 : 1)),
    countryInferred: known === 0 || options.country ? null : share(inferred, known),
    confusions: confusionRows(all),
    calibration: {
      address: reliability(addresses),
      component: reliability(components),
      topHalf: topHalf(addresses),
    },
    worst: wrong.slice(0, options.worst ?? WORST),
  };
}

function componentOutcomes(line: LabelledLine, components: readonly AddressComponent[]): Outcome[] {
  const comparison = compare(line, components);
  return components.flatMap((component) => {
    const right = isRight(comparison, component);
    return right === undefined ? [] : [{ confidence: component.confidence, right }];
  });
}

function wrongLine(
  line: LabelledLine,
  parsed: { confidence: number; country: string | null; components: readonly AddressComponent[] },
): WrongLine {
  return {
    source: line.source ?? null,
    text: line.text,
    confidence: parsed.confidence,
    country: line.country ?? null,
    inferredCountry: parsed.country,
    gold: line.spans.map(({ label, start, end }) => ({ label, text: line.text.slice(start, end) })),
    found: parsed.components.map(({ label, text }) => ({ label, text })),
  };
}

function tallyOf(map: Map<string, Tally>, name: string): Tally {
  let tally = map.get(name);
  if (tally === undefined) {
    tally = new Tally();
    map.set(name, tally);
  }
  return tally;
}
