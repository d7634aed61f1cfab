/** Writing so that what was written is there, or it is known that it is not. */

import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppendFile, appendDurable, fsyncDir, makeDirDurable, writeFileAtomic } from '../../lib/io/index.js';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'posthaste-durable-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

describe('writeFileAtomic', () => {
  it('writes and replaces, and leaves nothing beside', async () => {
    const folder = join(dir, 'atomic');
    mkdirSync(folder);
    const path = join(folder, 'x.json');
    await writeFileAtomic(path, '{"a":"ü"}');
    expect(readFileSync(path, 'utf8')).toBe('{"a":"ü"}');
    const large = Buffer.alloc(3_000_000, 'z');
    await writeFileAtomic(path, large);
    expect(readFileSync(path).equals(large)).toBe(true);
    await Promise.all(Array.from({ length: 20 }, (_, i) => writeFileAtomic(path, `${i}`.repeat(1000))));
    expect(readFileSync(path, 'utf8')).toMatch(/^(\d+?)\1{999}$/);
    expect(readdirSync(folder)).toEqual(['x.json']);
  });

  it('is ERR_OUTPUT without a directory, and leaves the target alone when it is one', async () => {
    await expect(writeFileAtomic(join(dir, 'absent/x'), 'x')).rejects.toMatchObject({ code: 'ERR_OUTPUT' });
    mkdirSync(join(dir, 'folder'));
    await expect(writeFileAtomic(join(dir, 'folder'), 'x')).rejects.toMatchObject({ code: 'ERR_OUTPUT' });
    expect(statSync(join(dir, 'folder')).isDirectory()).toBe(true);
    expect(readdirSync(dir).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('a full disk', () => {
  it('is ERR_OUTPUT, keeps the old file, and counts nothing that is not there', () => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const built = join(root, 'node_modules/.cache', `durable-${process.pid}`);
    const flags = ['--ignoreConfig', '--module', 'nodenext', '--target', 'es2022', '--types', 'node'];
    try {
      execFileSync(
        'node_modules/.bin/tsc',
        [...flags, '--rootDir', 'lib', '--outDir', built, 'lib/io/durable.ts'],
        {
          cwd: root,
        },
      );
      writeFileSync(
        join(built, 'full.mjs'),
        `import { AppendFile, writeFileAtomic } from './io/durable.js';
        const outcome = (work) => work.then(() => 'written', (error) => error.code);
        const file = await AppendFile.open('full');
        const results = [await outcome(file.write(Buffer.alloc(60_000)))];
        results.push(await outcome(file.write(Buffer.alloc(60_000))), file.length);
        results.push(await outcome(file.write(Buffer.alloc(5_000, 1))), file.length);
        await file.close();
        results.push(await outcome(writeFileAtomic('kept', 'old')));
        results.push(await outcome(writeFileAtomic('kept', Buffer.alloc(80_000))));
        process.stdout.write(JSON.stringify(results));`,
      );
      // The process may write files of 64 KiB: a write across the limit is short, the next one fails, as on a full disk.
      const limited = `ulimit -f 64; trap '' XFSZ; exec "$0" "$1"`;
      const run = spawnSync('bash', ['-c', limited, process.execPath, join(built, 'full.mjs')], {
        cwd: dir,
        encoding: 'utf8',
      });
      expect(run.stderr).toBe('');
      const expected = ['written', 'ERR_OUTPUT', 60_000, 'written', 65_000, 'written', 'ERR_OUTPUT'];
      expect(JSON.parse(run.stdout)).toEqual(expected);
    } finally {
      rmSync(built, { recursive: true, force: true });
    }
    expect(readFileSync(join(dir, 'kept'), 'utf8')).toBe('old');
    expect(
      readFileSync(join(dir, 'full'))
        .subarray(60_000, 65_000)
        .every((byte) => byte === 1),
    ).toBe(true);
    expect(readdirSync(dir).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('AppendFile', () => {
  it('appends, tells its length, and goes on where it was', async () => {
    const path = join(dir, 'log');
    rmSync(path, { force: true });
    const file = await AppendFile.open(path, { exclusive: true });
    await file.write('abc');
    await file.write(Buffer.from('ü\n'));
    await file.sync();
    expect(file.length).toBe(6);
    expect(file.fd).toBeGreaterThan(2);
    await file.close();
    await file.close();
    const again = await AppendFile.open(path);
    expect(again.length).toBe(6);
    await again.write('x');
    await again.close();
    const cut = await AppendFile.open(path, { truncateTo: 2 });
    await cut.write('!');
    await cut.close();
    expect(readFileSync(path, 'utf8')).toBe('ab!');
  });

  it('refuses what is not as it should be', async () => {
    const path = join(dir, 'short');
    writeFileSync(path, 'abc');
    await expect(AppendFile.open(path, { truncateTo: 4 })).rejects.toMatchObject({ code: 'ERR_STATE' });
    await expect(AppendFile.open(path, { exclusive: true })).rejects.toMatchObject({ code: 'ERR_OUTPUT' });
    await expect(AppendFile.open(join(dir, 'absent/x'))).rejects.toMatchObject({ code: 'ERR_OUTPUT' });
    expect(readFileSync(path, 'utf8')).toBe('abc');
    const file = await AppendFile.open(path);
    await file.close();
    await expect(file.write('x')).rejects.toMatchObject({ code: 'ERR_OUTPUT' });
  });
});

describe('the others', () => {
  it('appendDurable writes at the end, also from two descriptors', async () => {
    const path = join(dir, 'shared.jsonl');
    const [one, two] = [await open(path, 'a'), await open(path, 'a')];
    await appendDurable(one, 'a\n');
    await appendDurable(two, 'b\n');
    await appendDurable(one, 'c\n');
    await Promise.all([one.close(), two.close()]);
    expect(readFileSync(path, 'utf8')).toBe('a\nb\nc\n');
    await expect(appendDurable(one, 'x')).rejects.toMatchObject({ code: 'ERR_OUTPUT' });
  });

  it('makeDirDurable makes what is missing', async () => {
    await makeDirDurable(join(dir, 'm/n/o'));
    await makeDirDurable(join(dir, 'm/n/o'));
    expect(existsSync(join(dir, 'm/n/o'))).toBe(true);
    writeFileSync(join(dir, 'plainfile'), '');
    for (const path of ['plainfile', 'plainfile/x'])
      await expect(makeDirDurable(join(dir, path))).rejects.toMatchObject({ code: 'ERR_OUTPUT' });
    chmodSync(join(dir, 'm'), 0o700);
  });

  it('fsyncDir is ERR_OUTPUT for what is no directory', async () => {
    await fsyncDir(dir);
    await expect(fsyncDir(join(dir, 'absent'))).rejects.toMatchObject({ code: 'ERR_OUTPUT' });
    await expect(fsyncDir(join(dir, 'plainfile'))).rejects.toMatchObject({ code: 'ERR_OUTPUT' });
  });
});
