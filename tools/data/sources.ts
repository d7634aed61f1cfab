import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The text of a file, unpacked when its name ends in .gz. */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

export function readLines(path: string): string[] {
  const lines = readText(path).split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  return lines;
}

/** The rows of a tab-separated file without its header row. */
export function readRows(path: string): string[][] {
  return readLines(path)
    .slice(1)
    .map((line) => line.replace(/\r$/, '').split('\t'));
}

export function readJsonLines<T>(path: string): T[] {
  return readLines(path)
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

/** The data files of a folder by name without extension, sorted. */
export function filesOf(folder: string): { name: string; path: string }[] {
  return readdirSync(folder)
    .filter((file) => /\.jsonl(\.gz)?$/.test(file))
    .sort()
    .map((file) => ({ name: file.replace(/\.jsonl(\.gz)?$/, ''), path: join(folder, file) }));
}

/** The regular files of a gzip-packed tar archive, by path. */
export function readTar(path: string): Map<string, string> {
  const bytes = gunzipSync(readFileSync(path));
  const files = new Map<string, string>();
  const field = (at: number, size: number) => bytes.toString('latin1', at, at + size).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= bytes.length; ) {
    const name = field(at, 100);
    if (name === '') break;
    const size = Number.parseInt(field(at + 124, 12).trim() || '0', 8);
    const prefix = field(at + 345, 155);
    const kind = field(at + 156, 1);
    if (kind === '' || kind === '0') {
      files.set(
        prefix === '' ? name : `${prefix}/${name}`,
        bytes.toString('utf8', at + 512, at + 512 + size),
      );
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

/**
 * Reads the part of YAML that the templates use for tables: nested mappings of plain or quoted scalars.
 * Comments, sequences and block scalars are passed over.
 */
export type Table = { [key: string]: string | Table };

export function parseTable(text: string): Table {
  const root: Table = {};
  const stack: { indent: number; table: Table }[] = [{ indent: -1, table: root }];
  for (const raw of text.split('\n')) {
    const match = /^( *)("[^"]*"|'[^']*'|[^\s#:][^:]*):(?: +(.*))?$/.exec(
      raw.replace(/\s+#.*$/, '').trimEnd(),
    );
    if (match === null) continue;
    const indent = (match[1] as string).length;
    const key = unquote(match[2] as string);
    while (stack.length > 1 && (stack[stack.length - 1] as { indent: number }).indent >= indent) stack.pop();
    const parent = (stack[stack.length - 1] as { table: Table }).table;
    const value = (match[3] ?? '').trim();
    if (value === '') {
      const table: Table = {};
      parent[key] = table;
      stack.push({ indent, table });
    } else {
      parent[key] = unquote(value);
    }
  }
  return root;
}

function unquote(text: string): string {
  const match = /^(["'])(.*)\1$/.exec(text);
  return match === null ? text : (match[2] as string);
}
