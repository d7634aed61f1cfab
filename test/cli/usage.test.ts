import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../lib/cli/commands.js';
import { EXIT, EXIT_MEANING } from '../../lib/cli/exit-codes.js';
import { cliMarkdown } from '../../lib/cli/markdown.js';
import { OPTIONS } from '../../lib/config/index.js';
import { ERROR_CODES } from '../../lib/errors.js';
import { Folder, posthaste, ROOT } from './posthaste.js';

const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

describe('help', () => {
  it('shows every command on one screen, on stdout, with exit code 0', async () => {
    const { code, stdout, stderr } = await posthaste(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of COMMANDS) expect(stdout).toContain(`  ${command.name} `);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(24);
  });

  for (const command of COMMANDS) {
    it(`of ${command.name} fits a screen and has its examples`, async () => {
      const { code, stdout, stderr } = await posthaste([command.name, '--help']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const lines = stdout.trimEnd().split('\n');
      expect(lines.length).toBeLessThanOrEqual(40);
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
      for (const [typed] of command.examples) expect(stdout).toContain(`\n  ${typed}\n`);
    });

    it(`of ${command.name} has all its options with --help-all`, async () => {
      const { code, stdout } = await posthaste([command.name, '--help-all']);
      expect(code).toBe(0);
      const plain = stdout.replaceAll('[no-]', '').replace(/\s+/g, ' ');
      for (const option of OPTIONS) {
        const shown = plain.includes(`${option.flags[0]?.flags} `);
        expect({ key: option.key, shown }).toEqual({ key: option.key, shown: command.takes(option) });
      }
    });
  }

  it('comes without a command on stderr, as a usage error', async () => {
    const { code, stdout, stderr } = await posthaste([]);
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr).toContain('Usage: posthaste <command>');
  });

  it('tells the version of package.json', async () => {
    const { version } = JSON.parse(text('package.json')) as { version: string };
    expect(await posthaste(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('usage errors', () => {
  const cases: [string, string[], RegExp][] = [
    ['a misspelt command', ['bach'], /Unknown command 'bach'\. Did you mean batch\?/],
    [
      'a misspelt flag',
      ['batch', '--chunksize', '5'],
      /Unknown option '--chunksize'\. Did you mean --chunk-size\?/,
    ],
    [
      'a flag of another command',
      ['status', '--chunk-size', '5'],
      /Unknown option '--chunk-size'.*status --help/,
    ],
    ['a missing argument', ['resume', '--output-dir', 'x'], /Missing required argument 'id'/],
    ['too many arguments', ['verify', 'a', 'b'], /Too many arguments/],
    ['a flag without its value', ['batch', '--threads'], /Option '--threads <n>' argument missing/],
    [
      'a wrong value',
      ['batch', 'a.csv', '--output-dir', 'x', '--chunk-size', 'x'],
      /Expected .* for --chunk-size but received 'x'/,
    ],
    ['no patterns', ['batch', '--output-dir', 'x'], /--patterns/],
    ['no output folder', ['batch', 'a.csv'], /--output-dir/],
    [
      'two batch ids',
      [
        'batch',
        '--output-dir',
        'x',
        '--resume',
        'batch_20231201_120000',
        '--batch-id',
        'batch_20231201_120001',
      ],
      /differ/,
    ],
    [
      'a wrong interval',
      ['batch', 'a.csv', '--output-dir', 'x', '--progress-every', '-1'],
      /--progress-every but received '-1'/,
    ],
  ];
  for (const [name, args, message] of cases) {
    it(`exit with 64 for ${name}`, async () => {
      using folder = new Folder();
      const { code, stdout, stderr } = await posthaste(args, { cwd: folder.path });
      expect(stderr).toMatch(/^error: ERR_OPTION: /);
      expect(stderr).toMatch(message);
      expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
      expect(folder.files()).toEqual([]);
    });
  }

  it('are checked the same in the environment and in a config file', async () => {
    using folder = new Folder();
    const fromEnv = await posthaste(['batch', 'a.csv', '--output-dir', 'x'], {
      cwd: folder.path,
      env: { POSTHASTE_THREADS: 'many' },
    });
    expect(fromEnv.code).toBe(64);
    expect(fromEnv.stderr).toMatch(/POSTHASTE_THREADS but received 'many'/);
    folder.write('posthaste.json', '{"thread": 2}');
    const fromFile = await posthaste(['batch', 'a.csv', '--output-dir', 'x', '--config', 'posthaste.json'], {
      cwd: folder.path,
    });
    expect(fromFile.code).toBe(64);
    expect(fromFile.stderr).toMatch(/thread.*Did you mean 'threads'/);
  });

  it('are also an object on stdout with --json', async () => {
    const { code, stdout } = await posthaste(['batch', '--json', '--output-dir', 'x']);
    expect(code).toBe(64);
    expect(JSON.parse(stdout)).toMatchObject({ type: 'error', code: 'ERR_OPTION' });
  });
});

describe('documents', () => {
  it('docs/cli.md is what scripts/cli-docs.mjs makes', () => {
    expect(text('docs/cli.md')).toBe(cliMarkdown());
  });

  it('docs/troubleshooting.md has every error code and every exit code', () => {
    const page = text('docs/troubleshooting.md');
    for (const code of ERROR_CODES) expect(page).toContain(`\n### ${code}\n`);
    for (const code of Object.values(EXIT)) expect(page).toContain(`\n| ${code} | `);
    expect(EXIT_MEANING.map(([code]) => code)).toEqual(Object.values(EXIT));
  });
});
