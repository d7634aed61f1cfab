import { parseArgs } from 'node:util';
import { readLabelled } from '../data/labelled.js';
import type { Line } from '../data/lines.js';
import { groups } from './groups.js';
import { accuracyTable, confusionTable, labelTable, reliabilityTable, shareText } from './markdown.js';
import { asLabelled, type Evaluation, loadProduct } from './product.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    model: { type: 'string' },
    json: { type: 'boolean', default: false },
    misses: { type: 'string' },
  },
});
if (values.data === undefined) {
  console.error('usage: node dist-tools/eval/main.js --data DIR [--model FILE] [--json] [--misses SET]');
  process.exit(64);
}

const { heldOut } = readLabelled(values.data);
const { Engine, evaluate } = await loadProduct();
const engine = await Engine.open(values.model === undefined ? {} : { model: values.model });
const measure = (lines: Line[], worst = 0): Promise<Evaluation> =>
  evaluate(engine, lines.map(asLabelled), { worst });
const measureEach = async (names: Iterable<string>, chosen: (name: string) => (line: Line) => boolean) => {
  const rows: [string, Evaluation][] = [];
  for (const name of names) {
    const lines = heldOut.filter(chosen(name));
    if (lines.length > 0) rows.push([name, await measure(lines)]);
  }
  return rows;
};

if (values.misses !== undefined) {
  const lines = heldOut.filter(({ set }) => set.startsWith(values.misses ?? ''));
  for (const { text, gold, found } of (await measure(lines, lines.length)).worst) {
    const show = (parts: typeof gold) => parts.map((part) => `${part.label}=${part.text}`).join(' | ');
    console.log(`${text}\n  gold  ${show(gold)}\n  found ${show(found)}`.replaceAll(/\n(?! {2})/g, '⏎'));
  }
} else {
  const all = await measure(heldOut);
  const unnamed = await measure(
    heldOut.filter(({ spans }) => spans.every(({ label }) => label !== 'country')),
  );
  const byGroup = await measureEach(Object.keys(groups), (name) => groups[name] ?? (() => false));
  const sets = new Set(heldOut.map(({ set }) => set).sort());
  const bySet = await measureEach(sets, (name) => (line) => line.set === name);
  const senzing = byGroup[0]?.[1];
  if (values.json) {
    console.log(JSON.stringify({ all, unnamed, groups: byGroup, sets: bySet }, null, 1));
  } else {
    console.log(`model ${all.model.sha256}\n\n${accuracyTable('lines', [...byGroup, ['all', all]])}\n`);
    console.log(`${accuracyTable('set', bySet)}\n`);
    console.log(`Country inferred right: ${shareText(all.countryInferred)}; where no country is named: `);
    console.log(`${shareText(unnamed.countryInferred)}.\n`);
    for (const [name, evaluation] of byGroup.filter(([name]) => !name.startsWith('…'))) {
      const { address, component, topHalf } = evaluation.calibration;
      console.log(
        `${name}: expected calibration error ${address.expectedError.toFixed(3)} of addresses, ${component.expectedError.toFixed(3)} of components; the half with the higher confidence: ${shareText(topHalf)} right\n`,
      );
    }
    console.log(
      `${reliabilityTable(all.calibration.address)}\n\n${labelTable(all)}\n\n${confusionTable(all)}\n`,
    );
    console.log(
      accuracyTable(
        'Senzing, country',
        (senzing?.countries ?? []).map((row) => [row.name, row]),
      ),
    );
  }
}
await engine.close();
