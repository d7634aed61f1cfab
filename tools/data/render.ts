import { join } from 'node:path';
import { Filler, type Manner } from './fill.js';
import type { Line } from './lines.js';
import { Names } from './names.js';
import { addPlacePools } from './pool-places.js';
import { addRecordPools } from './pool-records.js';
import { Pools } from './pools.js';
import { Random } from './random.js';
import { resample } from './resample.js';
import { RoadMaker } from './road-maker.js';
import { parseTable, readText } from './sources.js';
import { type Template, takeApart } from './template.js';
import { shareOf, shareOfManner, writtenShareOf } from './weights.js';
import { addWriterPools, ordersOf, writeOrder } from './write.js';

/**
 * Renders `count` lines after the patterns of the training lines, in a fixed order.
 * @param indian the strings of the Indian directories that rules could label: they lend their words
 */
export function* renderLines(
  data: string,
  train: readonly Line[],
  indian: readonly Line[],
  seed: string,
  count: number,
): Generator<Line> {
  const languages = readLanguages(data);
  const pools = new Pools(languages);
  const patterns = new Map<string, Template[]>();
  const osmPatterns = new Map<string, Template[]>();
  const formatted: Template[] = [];
  for (const line of train) {
    const osm = line.set === 'eval/senzing_half';
    const annotated = line.set.startsWith('annotated/') || line.set === 'labelled/usaddress_labeled';
    if (line.spans.length < 2) continue;
    if (line.set === 'labelled/address_formatting_testcases') formatted.push(takeApart(line));
    if (!annotated && !osm) continue;
    const template = takeApart(line);
    for (const { label, text } of template.parts)
      pools.add(annotated ? 'annotated' : 'osm', line.country, label, text);
    addPattern(annotated ? patterns : osmPatterns, template);
  }
  // The formatted test cases stand in for the countries that no annotator wrote lines of.
  const written = new Set(patterns.keys());
  for (const template of formatted) {
    if (written.has(template.country)) continue;
    for (const { label, text } of template.parts) pools.add('annotated', template.country, label, text);
    addPattern(patterns, template);
  }
  for (const { text, spans } of indian) {
    for (const { start, end, label } of spans) pools.add('annotated', 'IN', label, text.slice(start, end));
  }
  addRecordPools(pools, data);
  addPlacePools(pools, data, languages);
  const roads = new RoadMaker(data, pools);
  const names = new Names(pools, roads);
  addWriterPools(pools, names);
  const filler = new Filler(pools, roads, names);
  yield* renderPatterns(filler, patterns, 'annotated', seed, Math.round(count * shareOfManner.annotated));
  yield* renderPatterns(filler, osmPatterns, 'osm', seed, Math.round(count * shareOfManner.osm));
  yield* renderOrders(filler, seed, Math.round(count * shareOfManner.written));
}

function addPattern(patterns: Map<string, Template[]>, template: Template): void {
  const list = patterns.get(template.country);
  if (list === undefined) patterns.set(template.country, [template]);
  else list.push(template);
}

function* renderPatterns(
  filler: Filler,
  patterns: ReadonlyMap<string, Template[]>,
  manner: Manner,
  seed: string,
  count: number,
): Generator<Line> {
  const set = `rendered/${manner}`;
  const countries = [...patterns.keys()].sort();
  const shares = countries.map((country) => shareOf(set, country, patterns.get(country)?.length ?? 0));
  const sum = shares.reduce((a, b) => a + b, 0);
  for (const [i, country] of countries.entries()) {
    const random = new Random(`${seed}/${set}/${country}`);
    const list = patterns.get(country) ?? [];
    const lines = Math.round((count * (shares[i] ?? 0)) / sum);
    for (let n = 0; n < lines; n++) {
      yield resample(random, filler, list[n % list.length] as Template, set, manner);
    }
  }
}

function* renderOrders(filler: Filler, seed: string, count: number): Generator<Line> {
  const all = ordersOf();
  const shares = all.map(({ country, orders }) => writtenShareOf(country, orders.length));
  const sum = shares.reduce((a, b) => a + b, 0);
  for (const [i, orders] of all.entries()) {
    const random = new Random(`${seed}/written/${orders.country}/${orders.writing}/${i}`);
    const lines = Math.round((count * (shares[i] ?? 0)) / sum);
    for (let n = 0; n < lines; n++) {
      const line = writeOrder(random, filler, orders, 'rendered/written');
      if (line !== undefined) yield line;
    }
  }
}

function readLanguages(data: string): Map<string, string[]> {
  const languages = new Map<string, string[]>();
  const table = parseTable(readText(join(data, 'templates', 'country2lang.yaml')));
  for (const [country, names] of Object.entries(table)) {
    if (typeof names === 'string') languages.set(country, names.split(/\s*,\s*/));
  }
  return languages;
}
