/** Which files patterns stand for. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discover, identify, sameIdentity } from '../../lib/io/index.js';

let dir = '';
function put(name: string, content = 'id,address\n'): string {
  const path = join(dir, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

async function names(patterns: string[], exclude: string[] = [], cwd = dir): Promise<string[]> {
  const files = await discover(patterns, { cwd, exclude });
  return files.map(({ path }) => relative(dir, path));
}

beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'posthaste (files) [1] ')));
  for (const name of [
    'b.csv',
    'a.csv',
    'sub/deep/c.csv',
    'sub/d.tsv',
    'sub/e.csv.gz',
    'sub/notes.txt',
    'odd/[x].csv',
    'odd/x.csv',
    'odd/{a,b}.csv',
    'odd/*.csv',
    'odd/line\nbreak.csv',
    'odd/ü.csv',
    '.hidden.csv',
    'out/results/b_processed_20240101_000000.csv',
    'out/results/b_processed_20240101_000000.csv.meta.json',
    'out/results/b_processed_20240101_000000.csv.rejects.csv',
    'out/results/b_processed_20240101_000001.csv.part',
    'user/mine_processed_20240101_000000.csv',
    'user/list.rejects.csv',
  ])
    put(name);
  symlinkSync('..', join(dir, 'sub/loop'));
  symlinkSync('../a.csv', join(dir, 'sub/link.csv'));
  execFileSync('mkfifo', [join(dir, 'sub/fifo.csv')]);
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('globs', () => {
  it('find regular files in the order of their bytes, each once, links left out', async () => {
    expect(await names(['sub/**/*.csv', '*.csv', './a.csv', 'sub/**/c.csv'])).toEqual([
      'a.csv',
      'b.csv',
      'sub/deep/c.csv',
    ]);
    expect(await names(['**/*.{tsv,csv.gz}'])).toEqual(['sub/d.tsv', 'sub/e.csv.gz']);
    expect(await names(['../deep/*.csv', '../../*.csv'], [], join(dir, 'sub/deep'))).toEqual([
      'a.csv',
      'b.csv',
      'sub/deep/c.csv',
    ]);
  });

  it('may be absolute and may match nothing', async () => {
    expect(await names(['nothing*.csv'])).toEqual([]);
    const plain = mkdtempSync(join(tmpdir(), 'posthaste-plain-'));
    writeFileSync(join(plain, 'x.csv'), '');
    expect((await discover([`${plain}/*.csv`], { cwd: dir })).map(({ path }) => path)).toEqual([
      join(plain, 'x.csv'),
    ]);
    rmSync(plain, { recursive: true });
  });

  it('exclude with an exclamation mark', async () => {
    expect(await names(['*.csv', '!a*'])).toEqual(['b.csv']);
  });

  it('sort names beyond the basic plane as UTF-8 does', async () => {
    for (const name of ['plane/\u{1f600}.csv', 'plane/\uffee.csv', 'plane/z.csv']) put(name);
    expect(await names(['plane/*.csv'])).toEqual(['plane/z.csv', 'plane/\uffee.csv', 'plane/\u{1f600}.csv']);
  });
});

describe('paths', () => {
  it('may have glob characters in them', async () => {
    expect(await names(['odd/[x].csv', 'odd/{a,b}.csv', 'odd/line\nbreak.csv'])).toEqual([
      'odd/[x].csv',
      'odd/line\nbreak.csv',
      'odd/{a,b}.csv',
    ]);
    expect(await names(['odd/*.csv'])).toEqual(['odd/*.csv']);
    expect(await names([join(dir, '.hidden.csv')])).toEqual(['.hidden.csv']);
  });

  it('of a directory stand for the CSV files in it', async () => {
    expect(await names(['sub'])).toEqual(['sub/d.tsv', 'sub/deep/c.csv', 'sub/e.csv.gz']);
    expect(await names(['sub/'])).toHaveLength(3);
  });

  it('of a link stand for its target', async () => {
    expect(await names(['sub/link.csv', 'a.csv'])).toEqual(['a.csv']);
  });

  it('are ERR_NO_INPUT when there is nothing or no file', async () => {
    for (const pattern of ['absent.csv', 'a.csv/b.csv', 'sub/fifo.csv', ''])
      await expect(names([pattern]), pattern).rejects.toMatchObject({ code: 'ERR_NO_INPUT' });
  });
});

describe('what is left out', () => {
  it('are outputs of posthaste, whether found or named', async () => {
    expect(await names(['out/**/*', 'user/*'])).toEqual([
      'user/list.rejects.csv',
      'user/mine_processed_20240101_000000.csv',
    ]);
    expect(await names(['out/results/b_processed_20240101_000000.csv', 'a.csv'])).toEqual(['a.csv']);
  });

  it('are excluded paths with what lies in them, and excluded globs', async () => {
    expect(
      await names(['**/*.csv'], [join(dir, 'odd'), 'plane', 'user', 'a.csv', 'out', 'sub/not/there']),
    ).toEqual(['b.csv', 'sub/deep/c.csv']);
    expect(await names(['**/*.csv', 'sub/deep/c.csv', 'a.csv'], ['**/{odd,plane,user}', '**/c.csv'])).toEqual(
      ['a.csv', 'b.csv'],
    );
    expect(await names(['odd/[x].csv', 'odd/x.csv'], ['odd/[x].csv'])).toEqual([]);
  });
});

describe('identity', () => {
  it('is that of stat, and a change shows', async () => {
    const path = put('identity.csv');
    const [found] = await discover([path], { cwd: dir });
    const stats = statSync(path, { bigint: true });
    expect(found).toEqual({
      path,
      dev: String(stats.dev),
      ino: String(stats.ino),
      size: 11,
      mtimeNs: String(stats.mtimeNs),
      ctimeNs: String(stats.ctimeNs),
    });
    const before = await identify(path);
    expect(found !== undefined && sameIdentity(found, before)).toBe(true);
    writeFileSync(path, 'id,address!\n');
    expect(sameIdentity(before, await identify(path))).toBe(false);
  });
});
