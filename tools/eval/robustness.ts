import { parseArgs } from 'node:util';
import { readLabelled } from '../data/labelled.js';
import { disturbances } from './disturb.js';
import { groups } from './groups.js';
import { asLabelled, loadProduct } from './product.js';

const { values } = parseArgs({ options: { data: { type: 'string' }, model: { type: 'string' } } });
if (values.data === undefined) {
  console.error('usage: node dist-tools/eval/robustness.js --data DIR [--model FILE]');
  process.exit(64);
}

const { heldOut } = readLabelled(values.data);
const { Engine, evaluate } = await loadProduct();
const engine = await Engine.open(values.model === undefined ? {} : { model: values.model });
const columns = Object.entries(groups).filter(([name]) => !name.startsWith('…'));

console.log(`| full, % | ${columns.map(([name]) => name).join(' | ')} | all |`);
console.log(`|${'---|'.repeat(columns.length + 2)}`);
for (const [name, disturb] of Object.entries(disturbances)) {
  const lines = heldOut.map(disturb);
  const shares: string[] = [];
  for (const chosen of [...columns.map(([, chosen]) => chosen), () => true]) {
    const { full } = await evaluate(engine, lines.filter(chosen).map(asLabelled), { worst: 0 });
    shares.push((100 * full.share).toFixed(1));
  }
  console.log(`| ${name} | ${shares.join(' | ')} |`);
}
await engine.close();
