import { type BigIntStats, lstatSync } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, resolve } from 'node:path';
import fastGlob from 'fast-glob';
import { PosthasteError } from '../errors.js';
import { identityOf, noInput, notRegular } from './identity.js';
import type { DiscoverOptions, InputFile } from './types.js';

/** What a directory stands for. */
const IN_DIRECTORY = '**/*.{csv,CSV,tsv,TSV,tab,TAB,psv,PSV}{,.gz,.GZ,.zst,.ZST}';
const OWN_OUTPUT = /_processed_\d{8}_\d{6}(?:_\d+)?\.csv(\.rejects\.csv)?$/u;
const STATS_AT_ONCE = 512;

function statOf(path: string): BigIntStats | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false });
}

/** Files that a batch job wrote: parts, sidecars, and outputs or rejects that have a sidecar beside them. */
function isOwnFile(path: string): boolean {
  if (path.endsWith('.part') || path.endsWith('.meta.json')) return true;
  const match = OWN_OUTPUT.exec(path);
  if (match === null) return false;
  const output = path.slice(0, path.length - (match[1]?.length ?? 0));
  return statOf(`${output}.meta.json`) !== undefined;
}

/** A pattern that begins with a slash; what comes before its first glob is not interpreted. */
function absolutePattern(pattern: string, cwd: string): string {
  if (isAbsolute(pattern)) return pattern;
  let base = resolve(cwd);
  let rest = pattern;
  for (let step = /^\.\.?\/+/u.exec(rest); step !== null; step = /^\.\.?\/+/u.exec(rest)) {
    if (step[0].startsWith('..')) base = dirname(base);
    rest = rest.slice(step[0].length);
  }
  return `${base === '/' ? '' : fastGlob.escapePath(base)}/${rest}`;
}

interface Exclusion {
  /** Absolute; each excludes itself and what lies in it. */
  paths: string[];
  globs: string[];
}

function readExclusion(entries: readonly string[], cwd: string): Exclusion {
  const paths = entries.map((entry) => resolve(cwd, entry));
  const dynamic = entries.filter((entry) => fastGlob.isDynamicPattern(entry));
  const globs = dynamic.map((entry) => absolutePattern(entry, cwd));
  return { paths, globs: globs.flatMap((glob) => [glob, `${glob.replace(/\/+$/u, '')}/**`]) };
}

function isExcluded(path: string, { paths }: Exclusion): boolean {
  return paths.some((one) => path === one || path.startsWith(one.endsWith('/') ? one : `${one}/`));
}

const GLOB_OPTIONS = { onlyFiles: true, followSymbolicLinks: false, unique: false, dot: false } as const;

/** Whether the exclusion leaves one file that was named by its path. */
async function isLeft(path: string, exclusion: Exclusion): Promise<boolean> {
  if (isExcluded(path, exclusion)) return false;
  if (exclusion.globs.length === 0) return true;
  const name = basename(path);
  const pattern = fastGlob.isDynamicPattern(name) ? fastGlob.escapePath(name) : name;
  const ignore = exclusion.globs;
  return (
    (await fastGlob(pattern, { ...GLOB_OPTIONS, dot: true, absolute: true, cwd: dirname(path), ignore }))
      .length > 0
  );
}

/** What a pattern stands for when it is the path of something that exists: a file, or a glob for a directory. */
async function asPath(
  pattern: string,
  cwd: string,
): Promise<{ file: string } | { glob: string } | undefined> {
  const path = resolve(cwd, pattern);
  let real = path;
  let stats: BigIntStats;
  try {
    stats = await lstat(path, { bigint: true });
    if (stats.isSymbolicLink()) {
      // A link that is named is meant; globs leave links out.
      real = await realpath(path);
      stats = await lstat(real, { bigint: true });
    }
  } catch (cause) {
    if (fastGlob.isDynamicPattern(pattern)) return undefined;
    throw noInput(path, cause);
  }
  if (stats.isDirectory())
    return { glob: `${real === '/' ? '' : fastGlob.escapePath(real)}/${IN_DIRECTORY}` };
  if (!stats.isFile()) throw notRegular(path, stats);
  return { file: real };
}

/** Sorted by the bytes of UTF-8, each path once. */
function inOrder(files: InputFile[]): InputFile[] {
  // UTF-16 has the order of UTF-8 as long as there are no surrogates.
  const plain = files.every(({ path }) => !/[\ud800-\udfff]/.test(path));
  files.sort(
    plain
      ? (a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)
      : (a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)),
  );
  return files.filter((file, index) => file.path !== files[index - 1]?.path);
}

/** Adds the file at a path that was listed, unless it is gone or no regular file any more. */
function addFile(files: InputFile[], path: string): void {
  if (isOwnFile(path)) return;
  const stats = statOf(path);
  if (stats?.isFile() === true) files.push(identityOf(path, stats));
  else if (stats === undefined && path.includes('\ufffd'))
    throw new PosthasteError(
      'ERR_NO_INPUT',
      `Expected file names in UTF-8 but found ${path}; rename the file`,
    );
}

/**
 * The regular files that patterns stand for: globs, paths (also of names with glob characters), directories (the
 * CSV files in them); `!glob` excludes. Links are not followed by globs. Files that posthaste wrote are left out.
 * ERR_NO_INPUT for a path that does not exist and for a directory that cannot be listed; globs may match nothing.
 */
export async function discover(patterns: readonly string[], options: DiscoverOptions): Promise<InputFile[]> {
  const { cwd } = options;
  const entries = [...(options.exclude ?? [])];
  const globs: string[] = [];
  const named: string[] = [];
  for (const pattern of patterns) {
    if (pattern === '')
      throw new PosthasteError('ERR_NO_INPUT', 'Expected a glob or a path but received an empty text');
    const found = await asPath(pattern, cwd).catch((thrown: unknown) => {
      if (pattern.startsWith('!')) return undefined;
      throw thrown;
    });
    if (found === undefined) {
      if (pattern.startsWith('!')) entries.push(pattern.slice(1));
      else globs.push(absolutePattern(pattern, cwd));
    } else if ('file' in found) named.push(found.file);
    else globs.push(found.glob);
  }
  const exclusion = readExclusion(entries, cwd);
  const files: InputFile[] = [];
  for (const path of named) if (await isLeft(path, exclusion)) addFile(files, path);
  if (globs.length > 0) await addMatches(files, globs, exclusion);
  return inOrder(files);
}

async function addMatches(files: InputFile[], globs: string[], exclusion: Exclusion): Promise<void> {
  const pruned = exclusion.paths.flatMap((path) => [
    fastGlob.escapePath(path),
    `${fastGlob.escapePath(path)}/**`,
  ]);
  const matches = fastGlob.stream(globs, { ...GLOB_OPTIONS, ignore: [...pruned, ...exclusion.globs] });
  let since = 0;
  try {
    for await (const match of matches) {
      const path = String(match);
      if (isExcluded(path, exclusion)) continue;
      addFile(files, path);
      // Stats are synchronous, which is several times faster; the event loop gets its turn in between.
      since += 1;
      if (since % STATS_AT_ONCE === 0) await new Promise((resume) => setImmediate(resume));
    }
  } catch (cause) {
    if (cause instanceof PosthasteError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PosthasteError('ERR_NO_INPUT', `Cannot list the files of ${globs.join(' ')}: ${reason}`, {
      cause,
    });
  }
}
