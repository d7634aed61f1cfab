// The model's recipe, in three steps:
//   node scripts/train.mjs data --data DIR     renders the labelled lines and the gazetteer into .work/train/
//   node scripts/train.mjs train               trains model/posthaste.model on them
//   node scripts/train.mjs eval --data DIR     measures the built engine on the lines that were held out
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, fail, ROOT, run } from './steps.mjs';

const LINES = '.work/train';
const BUILD = 'build-cmake';
const [step, ...rest] = process.argv.slice(2);

ensureInstalled();
mkdirSync(join(ROOT, LINES), { recursive: true });

if (step === 'data') {
  tools();
  // A tenth of the hand-labelled lines is kept apart from training, to fit the confidences on.
  run(process.execPath, ['dist-tools/data/main.js', '--out', LINES, '--dev', '1', ...rest]);
} else if (step === 'train') {
  for (const file of ['train.tsv', 'gazetteer.tsv', 'dev.tsv']) {
    if (!existsSync(join(ROOT, LINES, file))) {
      fail(`${LINES}/${file} is not there: run "npm run train:data -- --data DIR" first`);
    }
  }
  run('cmake', ['-S', '.', '-B', BUILD, '-DPOSTHASTE_TRAIN=ON', '-DCMAKE_BUILD_TYPE=Release']);
  run('cmake', ['--build', BUILD, '--target', 'posthaste-train', '-j', '2']);
  const files = ['--lines', `${LINES}/train.tsv`, '--gazetteer', `${LINES}/gazetteer.tsv`];
  files.push('--calibrate', `${LINES}/dev.tsv`);
  run(`${BUILD}/posthaste-train`, ['train', ...files, '--out', 'model/posthaste.model', ...rest]);
} else if (step === 'eval') {
  run(process.execPath, ['scripts/build.mjs']);
  tools();
  run(process.execPath, ['dist-tools/eval/main.js', ...rest]);
} else {
  fail(`expected data, train or eval, found ${step ?? 'nothing'}`);
}

function tools() {
  run('npx', ['tsc', '-p', 'tools/tsconfig.json']);
}
