// `npm run bench`: the file path end to end beside `cp` and a csv-parse to csv-stringify round trip, in one run.
// Options: --bytes 1000000000 --rounds 3 --dir DIR --threads 1,2
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeData } from './make-data.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    bytes: { type: 'string', default: '1000000000' },
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: '1,2' },
    dir: { type: 'string', default: join(tmpdir(), 'posthaste-bench') },
    json: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const large = Number(values.bytes);
const small = Math.round(large / 10);
mkdirSync(values.dir, { recursive: true });

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Runs a program; gives seconds and the peak resident size in MiB (VmHWM, polled). */
function timed(command, args) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
    let peak = 0;
    let errors = '';
    child.stderr.on('data', (text) => {
      errors = (errors + text).slice(-2000);
    });
    const poll = setInterval(() => {
      try {
        const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
        if (found) peak = Math.max(peak, Number(found[1]) / 1024);
      } catch {
        // The process has just ended.
      }
    }, 50);
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(poll);
      if (status !== 0) reject(new Error(`${command} ${args.join(' ')} ended with ${status}: ${errors}`));
      else resolve({ seconds: (performance.now() - started) / 1000, peak });
    });
  });
}

async function posthaste(input, threads) {
  const out = mkdtempSync(join(values.dir, 'out-'));
  try {
    const args = [
      'bin/posthaste.js',
      'batch',
      '--quiet',
      '--patterns',
      input,
      '--output-dir',
      out,
      '--threads',
      threads,
    ];
    return await timed(process.execPath, args);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

async function copy(input) {
  const target = join(values.dir, 'copy.csv');
  try {
    return await timed('cp', [input, target]);
  } finally {
    rmSync(target, { force: true });
  }
}

async function roundTrip(input) {
  const target = join(values.dir, 'round-trip.csv');
  try {
    return await timed(process.execPath, ['bench/round-trip.mjs', input, target]);
  } finally {
    rmSync(target, { force: true });
  }
}

const largeFile = join(values.dir, `rows-${large}.csv`);
const smallFile = join(values.dir, `rows-${small}.csv`);
const rows = { [largeFile]: await makeData(largeFile, large, join(ROOT, 'examples')) };
rows[smallFile] = await makeData(smallFile, small, join(ROOT, 'examples'));
for (const file of [largeFile, smallFile]) spawnSync('cat', [file], { stdio: 'ignore' });

const cases = [
  ...values.threads.split(',').map((t) => [`posthaste, ${t} thread(s)`, largeFile, (f) => posthaste(f, t)]),
  [
    `posthaste, ${values.threads.split(',').at(-1)} thread(s), a tenth of the file`,
    smallFile,
    (f) => posthaste(f, values.threads.split(',').at(-1)),
  ],
  ['cp', largeFile, copy],
  ['csv-parse to csv-stringify, a tenth of the file', smallFile, roundTrip],
];
const results = cases.map(([name, file]) => ({ name, rows: rows[file], seconds: [], peaks: [] }));
for (let round = 0; round < rounds; round += 1) {
  for (const [i, [name, file, measure]] of cases.entries()) {
    const { seconds, peak } = await measure(file);
    results[i].seconds.push(seconds);
    results[i].peaks.push(peak);
    console.error(`round ${round + 1}/${rounds} ${name}: ${seconds.toFixed(2)} s, ${Math.round(peak)} MiB`);
  }
}

const base = results[0];
const rate = (r) => r.rows / median(r.seconds);
console.log(
  `machine: ${cpus()[0].model}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; node ${process.version}`,
);
console.log(
  `date: ${new Date().toISOString().slice(0, 10)}; ${rounds} rounds, medians; ${large} bytes, ${rows[largeFile]} rows\n`,
);
console.log('| what | rows/s | spread | times the first | peak memory MiB |');
console.log('|---|---|---|---|---|');
for (const r of results) {
  const spread = `${Math.round(r.rows / Math.max(...r.seconds))}–${Math.round(r.rows / Math.min(...r.seconds))}`;
  console.log(
    `| ${r.name} | ${Math.round(rate(r))} | ${spread} | ${(rate(r) / rate(base)).toFixed(2)} | ${Math.round(Math.max(...r.peaks))} |`,
  );
}
if (values.json) writeFileSync(values.json, `${JSON.stringify({ results }, null, 1)}\n`);
