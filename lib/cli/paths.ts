import { isAbsolute, relative } from 'node:path';
import { escapeText } from './escape.js';

/** A path as the operator would type it: relative when it lies below the current directory; escaped. */
export function shownPath(path: string, cwd: string = process.cwd()): string {
  const near = relative(cwd, path);
  const below = near !== '' && !near.startsWith('..') && !isAbsolute(near);
  return escapeText(below ? near : path);
}
