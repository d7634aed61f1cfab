import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Gazetteer } from './gazetteer.js';
import { addPlaces } from './gazetteer-places.js';
import { addWords } from './gazetteer-words.js';
import { foldOf, LeakCheck } from './heldout.js';
import { labelIndia } from './india.js';
import { readLabelled } from './labelled.js';
import { faultOf, type Line, writeLine } from './lines.js';
import { renderLines } from './render.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string', default: join('.work', 'train') },
    seed: { type: 'string', default: '1' },
    records: { type: 'string', default: '700000' },
    // Tenths of the hand-labelled lines to keep apart, of 1 to 9, with commas; they go to dev.tsv.
    dev: { type: 'string', default: '' },
  },
});
if (values.data === undefined) {
  console.error(
    'usage: node dist-tools/data/main.js --data DIR [--out DIR] [--seed N] [--records N] [--dev TENTHS]',
  );
  process.exit(64);
}
const { data, out } = values;
mkdirSync(out, { recursive: true });

const { train: labelled, heldOut } = readLabelled(data);
const tenths = new Set(values.dev.split(','));
const isDev = (line: Line) => tenths.has(String(foldOf(line.set, line.text)));
const dev = labelled.filter(isDev);
const train = labelled.filter((line) => !isDev(line));
const leaks = new LeakCheck([...heldOut, ...dev]);
const counts = new Map<string, number>();

const file = openSync(join(out, 'train.tsv'), 'w');
let rows: string[] = [];

function keep(line: Line): void {
  const fault = faultOf(line);
  if (fault !== undefined) throw new Error(`${line.set}: ${fault}: ${line.text}`);
  if (!leaks.passes(line)) return;
  rows.push(writeLine(line));
  counts.set(line.set, (counts.get(line.set) ?? 0) + 1);
  if (rows.length === 10_000) flush();
}

function flush(): void {
  writeSync(file, rows.join(''));
  rows = [];
}

writeFileSync(join(out, 'heldout.tsv'), heldOut.map(writeLine).join(''));
if (dev.length > 0) writeFileSync(join(out, 'dev.tsv'), dev.map(writeLine).join(''));
for (const line of train) keep(line);
const indian = labelIndia(data, leaks);
for (const line of indian) keep(line);
for (const line of renderLines(data, train, indian, values.seed, Number(values.records))) keep(line);
flush();
closeSync(file);

const gazetteer = new Gazetteer();
addWords(gazetteer, data);
addPlaces(gazetteer, data);
const phrases = gazetteer.lines();
writeFileSync(join(out, 'gazetteer.tsv'), phrases.join(''));

for (const [set, n] of counts) console.log(`${set}\t${n}`);
console.log(`held out\t${heldOut.length}`);
console.log(`dropped as leaks\t${leaks.dropped}`);
console.log(`gazetteer\t${phrases.length}`);
