import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../lib/eval/index.js';
import { Folder, posthaste, ROOT } from './posthaste.js';

const BAYS = join(ROOT, 'examples', 'training', 'bays.csv');

/** The commands of docs/training.md, as words, and what the page says that they print. */
function documented(): { args: string[]; output: string }[] {
  const page = readFileSync(join(ROOT, 'docs', 'training.md'), 'utf8');
  return [...page.matchAll(/```console\n\$ posthaste (.*)\n([\s\S]*?)```/g)].map(
    ([, line = '', output = '']) => ({
      args: [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
      output,
    }),
  );
}

/** What stays of an output when the model is another one: the words at the beginning of its lines. */
function shape(output: string): string[] {
  const kept = [
    /^(model|sha256|base|learned|loss a line|confidences|held out|lines right|words right) /,
    /^\(/,
  ];
  const heads = [/^(country|label|confusions|confidence of|expected|right among)/];
  return output
    .split('\n')
    .filter((line) => [...kept, ...heads].some((pattern) => pattern.test(line)))
    .map((line) => line.replace(/[^a-z ].*| {2}.*/, ''));
}

async function trained(folder: Folder, name: string, ...more: string[]) {
  const output = folder.at(name);
  return await posthaste(['train', BAYS, '--output', output, '--json', '--passes', '2', ...more]);
}

describe('docs/training.md', () => {
  it('has an example that works as it says, and the trained model is better on what was held out', async () => {
    using folder = new Folder();
    folder.write('examples/training/bays.csv', readFileSync(BAYS));
    const commands = documented();
    expect(commands.map(({ args }) => args[0])).toEqual(['eval', 'train', 'parse', 'eval']);
    for (const { args, output } of commands) {
      const { code, stdout, stderr } = await posthaste(args, { cwd: folder.path });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(shape(stdout)).toEqual(shape(output));
      if (args[0] !== 'train') continue;
      const [before = 0, after = 0] = [...stdout.matchAll(/([\d.]+) % \[.*\] of \d+ (?:before|after)/g)].map(
        (m) => Number(m[1]),
      );
      expect(after).toBeGreaterThan(before);
    }
    expect(readFileSync(folder.at('bays.html'), 'utf8')).toMatch(/^<!doctype html>/);
    const page = readFileSync(join(ROOT, 'docs', 'training.md'), 'utf8');
    expect(page).toContain(readFileSync(BAYS, 'utf8').split('\n').slice(0, 3).join('\n'));
  });

  it('says what the error says', async () => {
    using folder = new Folder();
    const page = readFileSync(join(ROOT, 'docs', 'training.md'), 'utf8');
    folder.write('lines.csv', `address,road\n${'Oak Road,Oak Road\n'.repeat(5)}Kings Road,Kings Rd\n`);
    const { code, stderr } = await posthaste(['eval', 'lines.csv'], { cwd: folder.path });
    expect(code).toBe(65);
    expect(page).toContain(`\n${stderr.split('\n')[0]}\n`);
  });
});

describe('posthaste train', () => {
  it('writes the same model for the same lines, and tells as JSON what it did', async () => {
    using folder = new Folder();
    const one = await trained(folder, 'one.model');
    const two = await trained(folder, 'two.model');
    expect([one.code, two.code]).toEqual([0, 0]);
    expect(readFileSync(folder.at('two.model')).equals(readFileSync(folder.at('one.model')))).toBe(true);
    const facts = JSON.parse(one.stdout) as Record<string, unknown>;
    expect(facts).toMatchObject({
      output: folder.at('one.model'),
      calibrated: false,
      losses: [expect.any(Number), expect.any(Number)],
    });
    expect(JSON.parse(two.stdout)).toMatchObject({ sha256: facts.sha256 });
    for (const part of ['before', 'after'])
      expect(facts[part]).toMatchObject({ lines: facts.heldOut, full: { all: facts.heldOut } });
    expect(folder.files()).toEqual([folder.at('one.model'), folder.at('two.model')]);
  });

  it('goes on from another model, and starts from scratch', async () => {
    using folder = new Folder();
    expect((await trained(folder, 'one.model')).code).toBe(0);
    const second = await trained(folder, 'two.model', '--from', folder.at('one.model'));
    expect(JSON.parse(second.stdout)).toMatchObject({ base: { path: folder.at('one.model') } });
    const scratch = await trained(folder, 'three.model', '--from-scratch', '--hold-out', '0');
    expect(JSON.parse(scratch.stdout)).toMatchObject({ heldOut: 0, before: null, after: null });
  });

  it('replaces a file only when told to', async () => {
    using folder = new Folder();
    folder.write('my.model', 'mine');
    const refused = await trained(folder, 'my.model');
    expect(refused.code).toBe(73);
    expect(refused.stderr).toMatch(/^error: ERR_OUTPUT: .*my\.model exists already; --force replaces it/);
    expect(readFileSync(folder.at('my.model'), 'utf8')).toBe('mine');
    expect((await trained(folder, 'my.model', '--force')).code).toBe(0);
    expect(readFileSync(folder.at('my.model')).length).toBeGreaterThan(2 ** 20);
  });

  it('ends with 73 where no file can be made, 64 without --output, 66 without input', async () => {
    using folder = new Folder();
    expect((await trained(folder, 'nowhere/my.model')).code).toBe(73);
    expect((await posthaste(['train', BAYS])).code).toBe(64);
    expect((await posthaste(['train', folder.at('none.csv'), '--output', folder.at('x')])).code).toBe(66);
    expect(folder.files()).toEqual([]);
  });

  it('ends with 65 at bad lines, naming each, or leaves them out and says so', async () => {
    using folder = new Folder();
    const lines = folder.write(
      'lines.jsonl',
      '{"text":"Leeds","components":{"city":"York"}}\n{"text":"York","components":{"city":"York"}}\n{}\n',
    );
    const args = ['train', lines, '--output', folder.at('x.model'), '--passes', '1', '--hold-out', '0'];
    const refused = await posthaste(args);
    expect(refused.code).toBe(65);
    expect(refused.stderr).toContain(`${lines}:1: the city 'York' does not stand in the text`);
    expect(refused.stderr).toContain(`${lines}:3: expected "spans" or "components"`);
    const without = await posthaste([...args, '--skip-bad']);
    expect(without.code).toBe(0);
    expect(without.stderr).toContain(
      `warning: left out: ${lines}:1: the city 'York' does not stand in the text`,
    );
    expect(without.stdout).toContain('learned      1 lines');
  });

  it('stops for SIGINT and writes nothing', async () => {
    using folder = new Folder();
    // Work for minutes.
    const many = folder.write('many.csv', `address,city\n${'4 Kings Road Leeds,Leeds\n'.repeat(5000)}`);
    const args = ['train', many, '--output', folder.at('x.model'), '--passes', '1000', '--hold-out', '0'];
    const stopped = await posthaste(args, {
      during: (child) => setTimeout(() => child.kill('SIGINT'), 3000),
    });
    expect(stopped).toMatchObject({ code: 130, stdout: '' });
    expect(stopped.stderr).toMatch(/^warning: SIGINT: stopping; no model is written/);
    expect(folder.files()).toEqual([many]);
  });
});

describe('posthaste eval', () => {
  it('gives one JSON object with all that it counts, and a page', async () => {
    using folder = new Folder();
    const { code, stdout, stderr } = await posthaste([
      'eval',
      BAYS,
      '--json',
      '--html',
      folder.at('page.html'),
      '--worst',
      '3',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const found = JSON.parse(stdout) as Evaluation;
    expect(Object.keys(found)).toEqual([
      'model',
      'lines',
      'full',
      'token',
      'labels',
      'countries',
      'countryInferred',
      'confusions',
      'calibration',
      'worst',
    ]);
    expect(found.lines).toBe(66);
    expect(found.worst).toHaveLength(3);
    expect(found.worst[0]?.source).toMatch(/bays\.csv:\d+$/);
    expect(found.countries.map(({ name }) => name)).toEqual(['GB', 'US']);
    expect(found.calibration.address.bins.reduce((sum, { right }) => sum + right.all, 0)).toBe(66);
    expect(folder.files()).toEqual([folder.at('page.html')]);
  });

  it('takes JSON lines with the country given, in another column, from several files', async () => {
    using folder = new Folder();
    const one = folder.write('one.csv', 'full\tcity\nParis\tParis\n');
    const two = folder.write('two.csv', 'full\tcity\nLyon\tLyon\n');
    const { code, stdout } = await posthaste([
      'eval',
      one,
      two,
      '--address-column',
      'full',
      '--country',
      'FR',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ lines: 2, countryInferred: null });
  });

  it('shows control characters of a line as text', async () => {
    using folder = new Folder();
    const lines = folder.write('l.jsonl', '{"text":"Leeds \\u001b[2J","components":{"island":"Leeds"}}\n');
    const { stdout } = await posthaste(['eval', lines]);
    expect(stdout).not.toContain('\x1b');
    expect(stdout).toContain('Leeds \\x1b[2J');
  });
});
