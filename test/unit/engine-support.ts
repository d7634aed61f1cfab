import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadBinding } from '../../lib/binding/load.js';
import type { Binding, EngineSpec, JobSpec } from '../../lib/binding/native.js';
import { PACKAGE_ROOT } from '../../lib/binding/package-root.js';

export const { binding, path: addonPath } = loadBinding();
export const MODEL_PATH = join(PACKAGE_ROOT, 'model', 'posthaste.model');
export const model = readFileSync(MODEL_PATH);

export const engineSpec = (changes: Partial<EngineSpec> = {}): EngineSpec => ({
  model,
  threads: 2,
  backend: 'cpu',
  cudaLibrary: '',
  gpuBatchSize: 0,
  gpuMemoryFraction: 0.8,
  gpuQueueSize: 2,
  numGpuStreams: 2,
  ...changes,
});

export const jobSpec = (changes: Partial<JobSpec> = {}): JobSpec => ({
  delimiter: ',',
  quote: '"',
  crEndsRecord: false,
  columns: 2,
  addressColumns: [1],
  countryColumn: -1,
  country: '',
  ragged: 'reject',
  schema: 'libpostal',
  constants: [],
  ...changes,
});

/** `rows` records of two cells. */
export const csvChunk = (rows: number): Buffer =>
  Buffer.from(
    Array.from({ length: rows }, (_, i) => `${i},"${i} Main Street, Apt ${i % 9}, Austin, TX 78701"\n`).join(
      '',
    ),
  );

export const START = { byteOffset: 0, line: 1 };

/** The binding without its types, to hand it what TypeScript would not let through. */
// biome-ignore lint/suspicious/noExplicitAny: wrong types are the point
export const untyped = binding as any as Record<keyof Binding, (...args: unknown[]) => any>;

/** Runs CommonJS text in a Node process of its own, with `addon`, `model` and the specifications in scope. */
export function runNode(
  code: string,
): Promise<{ code: number | null; signal: string | null; output: string }> {
  const child = spawn(process.execPath, ['-e', PRELUDE + code], {
    env: { ...process.env, POSTHASTE_TEST_ADDON: addonPath, POSTHASTE_TEST_MODEL: MODEL_PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  child.stderr.on('data', (data) => {
    output += data;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, output }));
  });
}

/** Also the beginning of what a worker thread runs. */
export const PRELUDE = `
const addon = require(process.env.POSTHASTE_TEST_ADDON);
const model = require('fs').readFileSync(process.env.POSTHASTE_TEST_MODEL);
const engineSpec = ${JSON.stringify({ ...engineSpec(), model: undefined })};
const jobSpec = ${JSON.stringify(jobSpec())};
const START = ${JSON.stringify(START)};
const chunk = Buffer.from(Array.from({ length: 20000 }, (_, i) => i + ',"12 Main Street, Austin"\\n').join(''));
const open = () => addon.createEngine({ ...engineSpec, model });
`;
