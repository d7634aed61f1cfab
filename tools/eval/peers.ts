import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { readLabelled } from '../data/labelled.js';
import type { Line } from '../data/lines.js';
import { coarseLabels, faults, type Gold, goldOf, isPlain } from './peers/compare.js';
import { loadPeers, type Peer, posthaste } from './peers/peers.js';
import { accuracyMarkdown, type PeerResult, speedMarkdown, spreadOf, timeAll } from './peers/report.js';
import { loadCounting, loadProduct } from './product.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    peers: { type: 'string' },
    model: { type: 'string' },
    json: { type: 'boolean', default: false },
    misses: { type: 'string' },
  },
});
if (values.data === undefined || values.peers === undefined) {
  console.error(
    'usage: node dist-tools/eval/peers.js --data DIR --peers FOLDER [--model FILE] [--json] [--misses PARSER]',
  );
  process.exit(64);
}

interface Entry {
  line: Line;
  gold: Gold;
}

const sets: Readonly<Record<string, (entry: Entry) => boolean>> = {
  'usaddress tests': ({ line }) => line.set === 'eval/usaddress_test_labeled',
  'libpostal tests': ({ line }) => line.set === 'eval/libpostal_test_parser',
  Senzing: ({ line }) => line.set === 'eval/senzing_half',
  annotated: ({ line }) => line.set.startsWith('annotated/'),
  all: () => true,
  'all that hold only number, road, unit, city, state, ZIP': ({ gold }) => isPlain(gold),
};

const { heldOut } = readLabelled(values.data);
const entries = heldOut
  .filter(({ country }) => country === 'US')
  .map((line): Entry => ({ line, gold: goldOf(line) }))
  .filter((entry) => Object.values(sets).some((holds) => holds(entry)));
const golds = entries.map(({ gold }) => gold);

const { Engine } = await loadProduct();
const { share } = await loadCounting();
const engine = await Engine.open({
  threads: 1,
  backend: 'cpu',
  ...(values.model === undefined ? {} : { model: values.model }),
});
const { peers: others, missing } = await loadPeers(values.peers);
const peers = [posthaste(engine, engine.info.version), ...others];
for (const reason of missing) console.error(`left out: ${reason}`);

if (values.misses !== undefined) {
  const peer = peers.find(({ name }) => name === values.misses);
  if (peer === undefined)
    throw new Error(`no parser ${values.misses}; there are ${peers.map((p) => p.name)}`);
  await showMisses(peer);
} else {
  const judged = new Map<Peer, Judged[]>();
  for (const peer of peers) judged.set(peer, await judge(peer));
  const rates = await timeAll(peers, golds);
  const results = peers.map((peer, i): PeerResult => {
    const lines = judged.get(peer) ?? [];
    const shares = Object.entries(sets).map(([name, holds]) => {
      const chosen = lines.filter((_, n) => holds(entries[n] as Entry));
      return [name, share(chosen.filter(({ wrong }) => wrong.length === 0).length, chosen.length)];
    });
    return {
      name: peer.name,
      version: peer.version,
      failed: lines.filter(({ found }) => found === null).length,
      sets: Object.fromEntries(shares),
      perSecond: spreadOf(rates[i] ?? []),
    };
  });
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.versions.node}`;
  const model = engine.info.model.sha256;
  const load = loadavg()[0] ?? 0;
  if (values.json) console.log(JSON.stringify({ machine, load, model, missing, results }, null, 1));
  else {
    console.log(`${accuracyMarkdown(results)}\n\n${speedMarkdown(results)}\n`);
    console.log(`${machine}, load ${load.toFixed(1)}; model ${model}`);
  }
}
await engine.close();

interface Judged {
  found: object | null;
  wrong: readonly string[];
}

async function judge(peer: Peer): Promise<Judged[]> {
  const answers = await peer.parseAll(golds.map(({ text }) => text));
  return golds.map((gold, n) => {
    const answer = answers[n] ?? null;
    if (answer === null) return { found: null, wrong: coarseLabels };
    const found = peer.toParts(answer, gold.text);
    return { found, wrong: faults(gold, found) };
  });
}

async function showMisses(peer: Peer): Promise<void> {
  for (const [n, { found, wrong }] of (await judge(peer)).entries()) {
    const { line, gold } = entries[n] as Entry;
    if (wrong.length === 0) continue;
    console.log(`${line.set}: ${JSON.stringify(gold.text)}${found === null ? '' : ` — ${wrong}`}`);
    console.log(
      `  gold  ${JSON.stringify(gold.parts)}${gold.ignored.length > 0 ? ` not ${gold.ignored}` : ''}`,
    );
    console.log(`  found ${found === null ? 'nothing' : JSON.stringify(found)}`);
  }
}
