import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PosthasteError } from '../errors.js';
import type { Binding } from './native.js';
import { PACKAGE_ROOT } from './package-root.js';

const require = createRequire(import.meta.url);
const CUDA_LIBRARY = 'libposthaste_cuda.so';

export interface LoadedBinding {
  binding: Binding;
  /** Absolute path of the addon. */
  path: string;
}

let loaded: LoadedBinding | undefined;

/** Loads the addon, once a thread; ERR_ADDON when there is none that works here. */
export function loadBinding(): LoadedBinding {
  loaded ??= loadFrom(PACKAGE_ROOT);
  return loaded;
}

/** As `loadBinding`, from the package in `root`, without keeping it. */
export function loadFrom(root: string): LoadedBinding {
  const locate = (require('node-gyp-build') as { path(root: string): string }).path;
  let path: string | null = null;
  try {
    path = locate(root);
    const binding = require(path) as Binding;
    binding.setErrorClass(PosthasteError as new (code: string, message: string) => PosthasteError);
    return { binding, path };
  } catch (cause) {
    throw new PosthasteError('ERR_ADDON', failureText(root, path, cause), { cause });
  }
}

/** The CUDA library beside the addon, or '' when the package has none. */
export function cudaLibraryBeside(addon: string): string {
  const path = join(dirname(addon), CUDA_LIBRARY);
  return existsSync(path) ? path : '';
}

function failureText(root: string, found: string | null, cause: unknown): string {
  const platform = `${process.platform}-${process.arch}`;
  const reason = cause instanceof Error ? cause.message.trim() : String(cause);
  const tried = candidates(root).map((path) => `  ${path}: ${state(path, found, reason)}`);
  return [
    `Expected the native addon of posthaste for ${platform} (Node ${process.versions.node}); none could be loaded.`,
    'Tried:',
    ...tried,
    'What to do:',
    ...advice(platform).map((line) => `  ${line}`),
  ].join('\n');
}

function candidates(root: string): string[] {
  const prebuilds = join(root, 'prebuilds', `${process.platform}-${process.arch}`);
  const addons = namesIn(prebuilds).filter((name) => name.endsWith('.node'));
  return [
    join(root, 'build', 'Release', 'posthaste.node'),
    ...(addons.length > 0 ? addons.map((name) => join(prebuilds, name)) : [prebuilds]),
  ];
}

function state(path: string, found: string | null, reason: string): string {
  if (path === found) return reason;
  return existsSync(path) ? 'not for this runtime' : 'not there';
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function advice(platform: string): string[] {
  const build = "run 'npm run build' in the package's folder (it needs Python 3, make and a C++20 compiler)";
  if (platform === 'linux-x64') {
    return [
      'install the package again without --no-optional and for this platform, not copied from another machine',
      'on a distribution without glibc 2.34 or newer (Alpine, old ones) use a newer image, or build it:',
      build,
    ];
  }
  if (process.platform === 'win32') return ['Windows is not supported; use WSL 2'];
  return [`there is no prebuilt addon for ${platform}; build it: ${build}`];
}
