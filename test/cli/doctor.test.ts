import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { posthaste, ROOT } from './posthaste.js';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

describe('posthaste doctor', () => {
  it('tells people what is used and that the parser works', async () => {
    const { code, stdout, stderr } = await posthaste(['doctor']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^ {2}posthaste +${version.replaceAll('.', '\\.')}$`, 'm'));
    expect(stdout).toMatch(/^ {2}node +v\d+/m);
    expect(stdout).toMatch(/^ {2}cpu +usable: /m);
    expect(stdout).toMatch(/^ {2}self-test +ok/m);
    expect(stdout).toMatch(/^ {2}open files +\d+/m);
  });

  it('gives one object with --json', async () => {
    const { code, stdout } = await posthaste(['doctor', '--json']);
    expect(code).toBe(0);
    const found = JSON.parse(stdout) as {
      ok: boolean;
      model: { path: string; sha256: string; bytes: number };
    };
    expect(found).toMatchObject({
      ok: true,
      selfTest: { passed: true },
      versions: { posthaste: version, node: process.version },
    });
    const model = readFileSync(found.model.path);
    expect(found.model).toMatchObject({
      sha256: createHash('sha256').update(model).digest('hex'),
      bytes: model.length,
    });
  });

  it('still tells all it knows when the model is damaged, and exits with 65', async () => {
    const { code, stdout } = await posthaste(['doctor', '--model', 'package.json', '--json']);
    expect(code).toBe(65);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      versions: { posthaste: version },
      problems: [{ code: 'ERR_MODEL' }],
    });
  });

  it('tells why a device that was asked for is not there, and what is there instead', async () => {
    const { code, stdout } = await posthaste([
      'doctor',
      '--backend',
      'cuda',
      '--cuda-library',
      'nothing.so',
      '--json',
    ]);
    expect(code).toBe(69);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      problems: [{ code: 'ERR_BACKEND_UNAVAILABLE' }],
      backends: expect.arrayContaining([expect.objectContaining({ backend: 'cpu', usable: true })]),
      selfTest: { passed: true },
    });
  });
});
