import { parseArgs } from 'node:util';
import { readLabelled } from '../data/labelled.js';
import type { Line } from '../data/lines.js';

/** The part of the public API and of lib/eval that is used; they are built apart from the tools, so loaded when run. */
interface PublicApi {
  Engine: { open(): Promise<OpenEngine> };
}

interface Component {
  label: string;
  start: number;
  end: number;
}

interface OpenEngine {
  parseMany(texts: string[]): Promise<{ components: Component[]; country?: string | null | undefined }[]>;
  close(): Promise<void>;
}

interface Tally {
  readonly lines: number;
  add(line: Line, components: readonly Component[]): boolean;
}

interface Counting {
  Tally: new () => Tally;
  row(name: string, tally: Tally): object;
  labelRows(tally: Tally): object[];
  confusionRows(tally: Tally): object[];
  rowLines(title: string, rows: object[]): string[];
  labelLines(rows: object[]): string[];
  confusionLines(rows: object[]): string[];
}

async function built<T>(path: string): Promise<T> {
  return (await import(new URL(`../../dist/${path}`, import.meta.url).href)) as T;
}

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    json: { type: 'boolean', default: false },
    misses: { type: 'string' },
  },
});
if (values.data === undefined) {
  console.error('usage: node dist-tools/eval/main.js --data DIR [--json] [--misses SET]');
  process.exit(64);
}

const { heldOut } = readLabelled(values.data);
const { Engine } = await built<PublicApi>('index.js');
const { Tally, row, labelRows, confusionRows, ...write } = await built<Counting>('eval/index.js');
const engine = await Engine.open();
const parsed = await engine.parseMany(heldOut.map((line) => line.text));
await engine.close();

const all = new Tally();
const bySet = new Map<string, Tally>();
const byCountry = new Map<string, Tally>();
let countryKnown = 0;
let countryRight = 0;

for (const [i, line] of heldOut.entries()) {
  const result = parsed[i];
  if (result === undefined)
    throw new Error(`the engine gave ${parsed.length} results for ${heldOut.length} texts`);
  const right = all.add(line, result.components);
  if (values.misses !== undefined && line.set.startsWith(values.misses) && !right) {
    console.error(
      `${line.country}\t${line.text.replace(/\n/g, '⏎')}\n  gold  ${show(line.text, line.spans)}\n  found ${show(line.text, result.components)}`,
    );
  }
  for (const set of setsOf(line)) tallyOf(bySet, set).add(line, result.components);
  if (line.set.startsWith('annotated/')) tallyOf(byCountry, line.country).add(line, result.components);
  if (line.country !== '-') {
    countryKnown++;
    if (result.country === line.country) countryRight++;
  }
}

function show(text: string, components: readonly Component[]): string {
  return components
    .map(({ label, start, end }) => `${label}=${text.slice(start, end).replace(/\n/g, '⏎')}`)
    .join(' | ');
}

/** A line's own set, and the groups by which accuracy is reported. */
function setsOf(line: Line): string[] {
  if (!line.set.startsWith('annotated/')) return [line.set];
  const group =
    line.country === 'IN' ? 'rich, India' : line.country === 'US' ? 'rich, US' : 'rich, elsewhere';
  return [line.set, 'rich, all', group];
}

function tallyOf(map: Map<string, Tally>, name: string): Tally {
  let tally = map.get(name);
  if (tally === undefined) {
    tally = new Tally();
    map.set(name, tally);
  }
  return tally;
}

const sets = [...bySet].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, tally]) => row(name, tally));
const countries = [...byCountry]
  .sort((a, b) => b[1].lines - a[1].lines || (a[0] < b[0] ? -1 : 1))
  .map(([name, tally]) => row(name, tally));
const total = row('all held out', all);
const labels = labelRows(all);
const countryShare = countryKnown === 0 ? 0 : countryRight / countryKnown;

if (values.json) {
  console.log(
    JSON.stringify(
      { total, sets, countries, labels, country: { right: countryRight, all: countryKnown } },
      null,
      1,
    ),
  );
} else {
  console.log(write.rowLines('set', [...sets, total]).join('\n'));
  console.log(`\ncountry inferred right: ${(100 * countryShare).toFixed(1)} % of ${countryKnown}\n`);
  console.log(write.labelLines(labels).join('\n'));
  console.log(`\n${write.rowLines('country (rich lines)', countries).join('\n')}`);
  console.log(`\n${write.confusionLines(confusionRows(all).slice(0, 25)).join('\n')}`);
}
