import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { PosthasteError } from '../errors.js';
import type { InputFile } from './types.js';

export function identityOf(path: string, stats: BigIntStats): InputFile {
  return {
    path,
    dev: String(stats.dev),
    ino: String(stats.ino),
    size: Number(stats.size),
    mtimeNs: String(stats.mtimeNs),
    ctimeNs: String(stats.ctimeNs),
  };
}

export function kindOf(stats: BigIntStats): string {
  if (stats.isFile()) return 'a regular file';
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  if (stats.isSymbolicLink()) return 'a symbolic link';
  return 'a device';
}

/** ERR_NO_INPUT for a file that cannot be had. */
export function noInput(path: string, cause: unknown): PosthasteError {
  const code = (cause as NodeJS.ErrnoException).code;
  const known: Record<string, string> = {
    ENOENT: 'there is no such file',
    ENOTDIR: 'a part of the path is not a directory',
    EACCES: 'permission is denied',
    EPERM: 'permission is denied',
    ELOOP: 'its symbolic links form a ring',
    EMFILE: 'too many files are open',
    ENAMETOOLONG: 'the name is too long',
  };
  const reason = known[code ?? ''] ?? (cause instanceof Error ? cause.message : String(cause));
  return new PosthasteError('ERR_NO_INPUT', `Expected a readable file at ${path} but ${reason}`, { cause });
}

export function notRegular(path: string, stats: BigIntStats): PosthasteError {
  return new PosthasteError('ERR_NO_INPUT', `Expected a regular file at ${path} but it is ${kindOf(stats)}`);
}

/** The identity of a regular file; ERR_NO_INPUT otherwise. */
export async function identify(path: string): Promise<InputFile> {
  let stats: BigIntStats;
  try {
    stats = await stat(path, { bigint: true });
  } catch (cause) {
    throw noInput(path, cause);
  }
  if (!stats.isFile()) throw notRegular(path, stats);
  return identityOf(path, stats);
}

/** Whether both are the same unchanged file, whatever the path. */
export function sameIdentity(a: InputFile, b: InputFile): boolean {
  return (
    a.dev === b.dev &&
    a.ino === b.ino &&
    a.size === b.size &&
    a.mtimeNs === b.mtimeNs &&
    a.ctimeNs === b.ctimeNs
  );
}
