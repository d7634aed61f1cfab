import { parseArgs } from 'node:util';
import { readLabelled } from '../data/labelled.js';
import type { Line } from '../data/lines.js';
import { disturbances } from './disturb.js';

/** The parts of the built product that are used; they are loaded when run, see main.ts. */
interface Product {
  Engine: {
    open(): Promise<{
      parseMany(texts: string[]): Promise<{ components: { label: string; start: number; end: number }[] }[]>;
      close(): Promise<void>;
    }>;
  };
}

interface Counting {
  Tally: new () => {
    readonly lines: number;
    readonly fullRight: number;
    add(line: Line, components: readonly { label: string; start: number; end: number }[]): boolean;
  };
}

const { values } = parseArgs({ options: { data: { type: 'string' } } });
if (values.data === undefined) {
  console.error('usage: node dist-tools/eval/robustness.js --data DIR');
  process.exit(64);
}

const load = async <T>(path: string) =>
  (await import(new URL(`../../dist/${path}`, import.meta.url).href)) as T;
const { Engine } = await load<Product>('index.js');
const { Tally } = await load<Counting>('eval/index.js');

const { heldOut } = readLabelled(values.data);
const groupOf = (line: Line) => (line.set.startsWith('annotated/') ? 'annotated' : line.set);
const groups = [...new Set(heldOut.map(groupOf))].sort();
const engine = await Engine.open();

console.log(`| full, % | ${groups.join(' | ')} | all |`);
console.log(`|${'---|'.repeat(groups.length + 2)}`);
for (const [name, disturb] of Object.entries(disturbances)) {
  const lines = heldOut.map(disturb);
  const parsed = await engine.parseMany(lines.map((line) => line.text));
  const tallies = [...groups, 'all'].map((group) => {
    const tally = new Tally();
    for (const [i, line] of lines.entries()) {
      if (group === 'all' || groupOf(line) === group) tally.add(line, parsed[i]?.components ?? []);
    }
    return ((100 * tally.fullRight) / tally.lines).toFixed(1);
  });
  console.log(`| ${name} | ${tallies.join(' | ')} |`);
}
await engine.close();
