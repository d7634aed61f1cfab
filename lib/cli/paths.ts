import { isAbsolute, relative } from 'node:path';
import { escapeText, shellWord } from './escape.js';

/** A path as the operator would type it: relative when it lies below the current directory. */
function nearPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near === '' || near.startsWith('..') || isAbsolute(near) ? path : near;
}

/** For reading. */
export function shownPath(path: string): string {
  return escapeText(nearPath(path));
}

/** For pasting into a shell. */
export function typedPath(path: string): string {
  return shellWord(nearPath(path));
}
