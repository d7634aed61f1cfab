// `npm run build`: the TypeScript, the addon, and where there is a CUDA compiler the CUDA library. What is newer than
// its sources is left alone.
//   node scripts/build.mjs [ts] [addon] [cuda]     these parts only
//   node scripts/build.mjs prebuild                the binaries of the package, in prebuilds/
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const LIBRARY = 'libposthaste_cuda.so';
const ADDON = 'build/Release/posthaste.node';
const CUDA_BUILD = 'build-cuda';
const CUDA_ARTIFACTS = 'build-cuda/artifacts';

const asked = process.argv.slice(2);
const parts = asked.length > 0 ? asked : ['ts', 'addon', 'cuda'];
const build = { ts: buildTypeScript, addon: buildAddon, cuda: buildCuda, prebuild };
for (const part of parts) {
  if (!(part in build)) fail(`Expected ts, addon, cuda or prebuild but received ${part}`);
  build[part]();
}

function buildTypeScript() {
  const output = newest(['dist'], '.js', Math.min);
  if (output > newest(['lib', 'tsconfig.json', 'package.json'])) return say('dist is up to date');
  // What is no longer in lib would stay in dist and in the package.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  run('tsc', ['-p', 'tsconfig.json', '--noEmitOnError']);
}

function buildAddon() {
  const sources = [
    'native/core',
    'native/model',
    'native/csv',
    'native/engine',
    'native/addon',
    'native/train',
    'binding.gyp',
  ];
  if (timeOf(ADDON) > newest([...sources, 'package.json'])) say('the addon is up to date');
  // Not `rebuild`: make compiles what changed.
  else run('node-gyp', ['configure', 'build', '--jobs', '2']);
  placeLibrary();
}

function buildCuda() {
  const nvcc = findNvcc();
  if (!nvcc) return say('no nvcc on the PATH or in /usr/local/cuda: the CUDA library is skipped');
  const library = join(CUDA_BUILD, LIBRARY);
  const sources = [
    'cuda',
    'native/core',
    'native/model',
    'native/engine/backend.h',
    'cmake',
    'CMakeLists.txt',
  ];
  if (timeOf(library) > newest(sources)) say('the CUDA library is up to date');
  else {
    const defines = ['--CDPOSTHASTE_CUDA=ON', `--CDCMAKE_CUDA_COMPILER=${nvcc}`];
    run('cmake-js', ['compile', '--out', CUDA_BUILD, ...defines]);
    // When it was not linked again, its sources would count as newer for ever.
    const now = new Date();
    utimesSync(join(root, library), now, now);
  }
  placeLibrary();
}

function prebuild() {
  buildTypeScript();
  buildCuda();
  rmSync(join(root, 'prebuilds'), { recursive: true, force: true });
  // An empty folder of artifacts adds nothing.
  mkdirSync(join(root, CUDA_ARTIFACTS), { recursive: true });
  if (timeOf(join(CUDA_BUILD, LIBRARY)) > 0) {
    copyFileSync(join(root, CUDA_BUILD, LIBRARY), join(root, CUDA_ARTIFACTS, LIBRARY));
  }
  run('prebuildify', ['--napi', '--strip', '--artifacts', CUDA_ARTIFACTS]);
  // It wiped build/, which the tests and this checkout use.
  buildAddon();
}

/** The addon opens the library only beside itself. */
function placeLibrary() {
  const from = join(CUDA_BUILD, LIBRARY);
  const to = join(dirname(ADDON), LIBRARY);
  if (timeOf(from) === 0 || timeOf(ADDON) === 0 || timeOf(to) >= timeOf(from)) return;
  copyFileSync(join(root, from), join(root, to));
}

function findNvcc() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/cuda/bin'];
  return folders.map((folder) => join(folder, 'nvcc')).find((path) => existsSync(path));
}

function run(command, args) {
  say(`${command} ${args.join(' ')}`);
  const local = join(root, 'node_modules', '.bin', command);
  const { status, error } = spawnSync(local, args, { cwd: root, stdio: 'inherit', env: withNodeHeaders() });
  if (error) fail(`${command} could not be started: ${error.message}; run 'npm ci' first`);
  if (status !== 0) fail(`${command} failed`);
}

/** Where this Node has its headers beside it, nothing needs to be downloaded. */
function withNodeHeaders() {
  const prefix = dirname(dirname(process.execPath));
  if (process.env.npm_config_nodedir || !existsSync(join(prefix, 'include/node/node.h'))) return process.env;
  return { ...process.env, npm_config_nodedir: prefix };
}

/** Milliseconds; 0 when it is not there. */
function timeOf(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** The newest time below these paths, or with `Math.min` the oldest; 0 when there is no file. */
function newest(paths, ending = '', choose = Math.max) {
  const times = paths.flatMap((path) => filesIn(path)).filter((path) => path.endsWith(ending));
  return times.length > 0 ? choose(...times.map(timeOf)) : 0;
}

function filesIn(path) {
  const full = join(root, path);
  if (!statSync(full, { throwIfNoEntry: false })?.isDirectory()) return [path];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath.slice(root.length + 1), entry.name));
}

function say(text) {
  process.stdout.write(`build: ${text}\n`);
}

function fail(text) {
  process.stderr.write(`build: ${text}\n`);
  process.exit(1);
}
