import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Gazetteer } from './gazetteer.js';
import { addPlaces } from './gazetteer-places.js';
import { addWords } from './gazetteer-words.js';
import { LeakCheck } from './heldout.js';
import { readLabelled } from './labelled.js';
import { faultOf, type Line, writeLine } from './lines.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string', default: join('.work', 'train') },
    seed: { type: 'string', default: '1' },
    records: { type: 'string', default: '700000' },
  },
});
if (values.data === undefined) {
  console.error('usage: node dist-tools/data/main.js --data DIR [--out DIR] [--seed N] [--records N]');
  process.exit(64);
}
const { data, out } = values;
mkdirSync(out, { recursive: true });

const { train, heldOut } = readLabelled(data);
const leaks = new LeakCheck(heldOut);
const counts = new Map<string, number>();

function kept(lines: readonly Line[]): string[] {
  const rows: string[] = [];
  for (const line of lines) {
    const fault = faultOf(line);
    if (fault !== undefined) throw new Error(`${line.set}: ${fault}: ${line.text}`);
    if (!leaks.passes(line)) continue;
    rows.push(writeLine(line));
    counts.set(line.set, (counts.get(line.set) ?? 0) + 1);
  }
  return rows;
}

writeFileSync(join(out, 'heldout.tsv'), heldOut.map(writeLine).join(''));
writeFileSync(join(out, 'train.tsv'), kept(train).join(''));

const gazetteer = new Gazetteer();
addWords(gazetteer, data);
addPlaces(gazetteer, data);
const phrases = gazetteer.lines();
writeFileSync(join(out, 'gazetteer.tsv'), phrases.join(''));

for (const [set, n] of counts) console.log(`${set}\t${n}`);
console.log(`held out\t${heldOut.length}`);
console.log(`dropped as leaks\t${leaks.dropped}`);
console.log(`gazetteer\t${phrases.length}`);
