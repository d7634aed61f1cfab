/** The table of options: one form of errors, one precedence, and everything that is derived from it. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  affectsOutput,
  completeConfiguration,
  DEFAULTS,
  type LoadedConfiguration,
  loadConfiguration,
  OPTIONS,
  optionsMarkdown,
  outputAffecting,
  type ProcessingConfiguration,
} from '../../lib/config/index.js';
import { PosthasteError } from '../../lib/errors.js';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'posthaste-config-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** The error of a call that must fail with ERR_OPTION. */
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(PosthasteError);
    expect(error).toMatchObject({ code: 'ERR_OPTION' });
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

async function refused(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('nothing was refused'),
    (thrown: unknown) => thrown as Error,
  );
  expect(error).toMatchObject({ code: 'ERR_OPTION' });
  return error.message;
}

function complete(key: keyof ProcessingConfiguration, value: unknown): unknown {
  return completeConfiguration({ [key]: value } as Partial<ProcessingConfiguration>)[key];
}

let serial = 0;
function configFile(content: unknown): string {
  serial += 1;
  const name = `${serial}.json`;
  writeFileSync(join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

/** What a command line gives, through commander, as lib/cli does it. */
function parseFlags(...args: string[]): Record<string, unknown> {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  for (const { flags } of OPTIONS) {
    for (const flag of flags) {
      const option = new Option(flag.flags, flag.description);
      if (flag.repeatable) option.argParser((value: string, all: string[] = []) => [...all, value]);
      command.addOption(option);
    }
  }
  return command.parse(args, { from: 'user' }).opts();
}

function load(args: string[], env: Record<string, string> = {}): Promise<LoadedConfiguration> {
  return loadConfiguration({ flags: parseFlags(...args), env, cwd: dir });
}

describe('values', () => {
  it('of sizes have units', () => {
    const sizes: [unknown, number][] = [
      [64, 64],
      ['64', 64],
      ['64KiB', 65_536],
      ['1MiB', 1 << 20],
      ['1.5 mib', 1_572_864],
      ['1K', 1024],
      ['2kb', 2000],
      ['1G', 2 ** 30],
      ['1e3', -1],
      ['', -1],
      ['-64', -1],
      ['64 bytes', -1],
      [64.5, -1],
      [63, -1],
      ['2GiB', -1],
      [null, -1],
      [Number.NaN, -1],
    ];
    for (const [given, bytes] of sizes) {
      if (bytes >= 0) expect(complete('chunkSize', given), String(given)).toBe(bytes);
      else expect(refusal(() => complete('chunkSize', given))).toContain('for chunkSize but received');
    }
    expect(complete('maxMemory', '2GB')).toBe(2e9);
  });

  it('of the other kinds are checked', () => {
    const good: [keyof ProcessingConfiguration, unknown, unknown][] = [
      ['threads', '8', 8],
      ['checkpointSeconds', '0.25', 0.25],
      ['gpuMemoryFraction', 1, 1],
      ['country', 'de', 'DE'],
      ['country', null, null],
      ['delimiter', 'TAB', '\t'],
      ['delimiter', '\\t', '\t'],
      ['delimiter', ';', ';'],
      ['quote', '', 'none'],
      ['quote', "'", "'"],
      ['header', false, 'no'],
      ['header', 'true', 'yes'],
      ['header', 'auto', 'auto'],
      ['encoding', 'UTF-16LE', 'utf-16le'],
      ['skipProcessed', 'off', false],
      ['addressColumns', 'a,b', ['a,b']],
      ['addressColumns', ['a', 'b'], ['a', 'b']],
      ['columnPrefix', '', ''],
    ];
    for (const [key, given, value] of good)
      expect(complete(key, given), `${key}=${String(given)}`).toEqual(value);
    const bad: [keyof ProcessingConfiguration, unknown][] = [
      ['threads', '0x8'],
      ['threads', 1.5],
      ['threads', -1],
      ['threads', '8 '.repeat(2)],
      ['checkpointSeconds', 'Infinity'],
      ['gpuMemoryFraction', 0],
      ['cpuAllocationRatio', 1.01],
      ['country', 'Germany'],
      ['country', 'UK'],
      ['country', 'ZZ'],
      ['delimiter', ';;'],
      ['delimiter', '\n'],
      ['delimiter', '€'],
      ['quote', '\r'],
      ['encoding', 'ebcdic'],
      ['skipProcessed', 'maybe'],
      ['addressColumns', [1]],
      ['addressColumns', ['']],
      ['columnPrefix', 'a\nb'],
      ['model', ''],
    ];
    for (const [key, given] of bad)
      expect(
        refusal(() => complete(key, given)),
        `${key}=${String(given)}`,
      ).toMatch(/^Expected .+ for /);
  });

  it('are told in one form', () => {
    expect(refusal(() => complete('chunkSize', 'x'))).toBe(
      "Expected integer between 64 and 1073741824 for chunkSize but received 'x'",
    );
    expect(refusal(() => complete('backend', 'cdua'))).toBe(
      "Expected one of 'auto', 'cpu', 'cuda', 'hybrid' for backend but received 'cdua'. Did you mean 'cuda'?",
    );
    expect(refusal(() => complete('threads', 'x'.repeat(1000))).length).toBeLessThan(250);
    const ring: unknown[] = [];
    ring.push(ring);
    expect(refusal(() => complete('threads', ring))).toContain('received object');
  });

  it('must fit together', () => {
    expect(refusal(() => completeConfiguration({ delimiter: "'", quote: "'" }))).toContain('for quote');
    expect(refusal(() => completeConfiguration({ addressColumns: ['a'], countryColumn: 'a' }))).toContain(
      'countryColumn',
    );
  });
});

describe('completeConfiguration', () => {
  it('gives the defaults, fresh each time', () => {
    const one = completeConfiguration({});
    expect(one).toEqual(DEFAULTS);
    expect(one).toMatchObject({
      threads: 0,
      chunkSize: 2 ** 20,
      maxMemory: 2 ** 28,
      columnPrefix: 'parsed_',
    });
    one.addressColumns.push('x');
    expect(completeConfiguration({}).addressColumns).toEqual([]);
    expect(completeConfiguration({ threads: undefined } as never).threads).toBe(0);
    expect(completeConfiguration(one)).toEqual(one);
  });

  it('refuses what is no option', () => {
    const unknown = (key: string): string => refusal(() => completeConfiguration({ [key]: 1 } as never));
    expect(unknown('gpu_batch_size')).toContain("Did you mean 'gpuBatchSize'?");
    expect(unknown('chunksize')).toContain("Did you mean 'chunkSize'?");
    for (const key of ['zzzzzz', 'outputDir', 'toString', 'constructor'])
      expect(unknown(key)).toContain('Expected a known option');
    expect(refusal(() => completeConfiguration(JSON.parse('{"__proto__": 1}')))).toContain('__proto__');
  });
});

describe('loadConfiguration', () => {
  it('takes flag before environment before file before default', async () => {
    const file = configFile({ threads: 2, chunkSize: '4KiB', ragged: 'pad', logLevel: 'debug' });
    const env = { POSTHASTE_THREADS: '3', POSTHASTE_CHUNK_SIZE: '8KiB', POSTHASTE_RAGGED: '' };
    const { config, origins, explicit } = await load(['--config', file, '--threads', '4'], env);
    expect(config).toMatchObject({
      threads: 4,
      chunkSize: 8192,
      ragged: 'pad',
      logLevel: 'debug',
      simd: 'auto',
    });
    expect(origins).toMatchObject({
      threads: 'flag',
      chunkSize: 'env',
      ragged: 'file',
      simd: 'default',
      config: 'flag',
    });
    expect(explicit).toEqual({ threads: 4, chunkSize: 8192, ragged: 'pad', logLevel: 'debug' });
    const named = await load([], { POSTHASTE_CONFIG: join(dir, file) });
    expect(named.config.threads).toBe(2);
  });

  it('reads every flag of the command line', async () => {
    const { config, command } = await load([
      ...[
        '--patterns',
        'a/*.csv',
        '--patterns',
        'b.csv',
        '--output-dir',
        'out',
        '--resume',
        'batch_20231201_120000',
      ],
      ...[
        '--batch-id',
        'batch_20231201_120000',
        '--no-skip',
        '--no-continue-on-error',
        '--gpu-batch-size',
        '9',
      ],
      ...[
        '--gpu-memory-fraction',
        '0.5',
        '--gpu-queue-size',
        '3',
        '--num-gpu-streams',
        '4',
        '--cpu-allocation-ratio',
        '.5'.padStart(3, '0'),
      ],
      ...[
        '--cpu-batch-size',
        '7',
        '--target-throughput',
        '1000',
        '--gpu-utilization-threshold',
        '0.9',
        '--dry-run',
      ],
      ...['--log-level', 'warn', '--log-file', 'x.log', '--address-column', 'a', '--address-column', 'b'],
      ...[
        '--country',
        'in',
        '--country-column',
        'c',
        '--threads',
        '2',
        '--chunk-size',
        '64',
        '--max-memory',
        '1GiB',
      ],
      ...[
        '--checkpoint-bytes',
        '1MiB',
        '--checkpoint-seconds',
        '1.5',
        '--column-prefix',
        'p_',
        '--schema',
        'india',
      ],
      ...[
        '--metadata',
        'columns',
        '--ragged',
        'pad',
        '--encoding',
        'latin1',
        '--delimiter',
        'tab',
        '--quote',
        'none',
      ],
      ...[
        '--compression',
        'gzip',
        '--backend',
        'cpu',
        '--model',
        'm.bin',
        '--max-record-bytes',
        '1KiB',
        '--always-hash',
      ],
      ...['--no-header', '--exclude', 'x', '--simd', 'avx2', '--cuda-library', 'l.so'],
      ...['--output', 'new.model', '--force', '--from', 'old.model', '--from-scratch', '--passes', '3'],
      ...[
        '--rate',
        '0.5',
        '--seed',
        '7',
        '--hold-out',
        '12.5',
        '--html',
        'p.html',
        '--worst',
        '4',
        '--skip-bad',
      ],
    ]);
    expect(command).toEqual({
      patterns: ['a/*.csv', 'b.csv'],
      exclude: ['x'],
      outputDir: 'out',
      resume: 'batch_20231201_120000',
      batchId: 'batch_20231201_120000',
      config: null,
      dryRun: true,
      output: 'new.model',
      force: true,
      from: 'old.model',
      fromScratch: true,
      passes: 3,
      rate: 0.5,
      seed: 7,
      holdOut: 12.5,
      html: 'p.html',
      worst: 4,
      skipBad: true,
    });
    expect(config).toEqual({
      addressColumns: ['a', 'b'],
      alwaysHash: true,
      backend: 'cpu',
      checkpointBytes: 1 << 20,
      checkpointSeconds: 1.5,
      chunkSize: 64,
      columnPrefix: 'p_',
      compression: 'gzip',
      continueOnError: false,
      country: 'IN',
      countryColumn: 'c',
      cpuAllocationRatio: 0.5,
      cpuBatchSize: 7,
      cudaLibrary: 'l.so',
      delimiter: '\t',
      encoding: 'latin1',
      gpuBatchSize: 9,
      gpuMemoryFraction: 0.5,
      gpuQueueSize: 3,
      gpuUtilizationThreshold: 0.9,
      header: 'no',
      logFile: 'x.log',
      logLevel: 'warn',
      maxMemory: 2 ** 30,
      maxRecordBytes: 1024,
      metadata: 'columns',
      model: 'm.bin',
      numGpuStreams: 4,
      quote: 'none',
      ragged: 'pad',
      schema: 'india',
      simd: 'avx2',
      skipProcessed: false,
      targetThroughput: 1000,
      threads: 2,
    });
  });

  it('lets a flag turn on again what another source turned off', async () => {
    const env = {
      POSTHASTE_SKIP_PROCESSED: 'false',
      POSTHASTE_CONTINUE_ON_ERROR: '0',
      POSTHASTE_ALWAYS_HASH: 'yes',
    };
    const off = await load([], env);
    expect(off.config).toMatchObject({ skipProcessed: false, continueOnError: false, alwaysHash: true });
    const on = await load(['--skip', '--continue-on-error', '--no-always-hash'], env);
    expect(on.config).toMatchObject({ skipProcessed: true, continueOnError: true, alwaysHash: false });
    expect((await load(['--header', 'yes'], { POSTHASTE_HEADER: 'no' })).config.header).toBe('yes');
  });

  it('takes lists from the environment as JSON or one value', async () => {
    const lists = { POSTHASTE_PATTERNS: '["a, b/*.csv", "c"]', POSTHASTE_ADDRESS_COLUMNS: 'street, road' };
    const { command, config } = await load([], lists);
    expect(command.patterns).toEqual(['a, b/*.csv', 'c']);
    expect(config.addressColumns).toEqual(['street, road']);
    expect(await refused(load([], { POSTHASTE_PATTERNS: '[oops' }))).toContain(
      'for POSTHASTE_PATTERNS but received',
    );
  });

  it('tells where a wrong value comes from', async () => {
    const message = "Expected integer between 64 and 1073741824 for %s but received 'x'";
    expect(await refused(load(['--chunk-size', 'x']))).toBe(message.replace('%s', '--chunk-size'));
    expect(await refused(load([], { POSTHASTE_CHUNK_SIZE: 'x' }))).toBe(
      message.replace('%s', 'POSTHASTE_CHUNK_SIZE'),
    );
    const file = configFile({ chunkSize: 'x' });
    expect(await refused(load(['--config', file]))).toBe(message.replace('%s', `"chunkSize" in ${file}`));
    expect(await refused(load(['--delimiter', ';', '--quote', ';']))).toContain('for --quote but received');
    expect(await refused(load(['--batch-id', '../x']))).toContain('batch_20231201_120000');
  });

  it('refuses a config file that is none', async () => {
    expect(await refused(load(['--config', 'absent.json']))).toMatch(
      /for --config but received 'absent.json'.*no such file/,
    );
    for (const content of ['{', '[]', 'null', '"x"', '\xff'])
      expect(await refused(load(['--config', configFile(content)]))).toMatch(
        /^Expected a .*JSON file.* for --config/,
      );
    const misspelt = configFile({ gpu_batch_size: 5 });
    expect(await refused(load(['--config', misspelt]))).toContain("Did you mean 'gpuBatchSize'?");
    for (const key of ['resume', 'dryRun', 'config', '__proto__'])
      expect(await refused(load(['--config', configFile(`{"${key}": "x"}`)]))).toContain(
        'Expected a known option',
      );
  });
});

describe('what is derived', () => {
  it('names every option once', () => {
    const attributes = OPTIONS.map((option) => option.flags[0]?.attribute);
    expect(new Set(attributes).size).toBe(OPTIONS.length);
    expect(new Set(OPTIONS.map(({ env }) => env).filter((env) => env !== null)).size).toBe(
      OPTIONS.filter(({ env }) => env !== null).length,
    );
    for (const { help, flags } of OPTIONS) {
      expect(help).toMatch(/^[A-Z].*[^.]$/);
      expect(flags[0]?.flags).not.toMatch(/^--no-/);
    }
  });

  it('has every option in the documentation', () => {
    const text = optionsMarkdown();
    for (const { key, flags, env, inFile } of OPTIONS) {
      for (const flag of flags) expect(text).toContain(`\`${flag.flags.replaceAll('|', '\\|')}\``);
      if (env !== null) expect(text).toContain(`\`${env}\``);
      if (inFile) expect(text).toContain(`\`${key}\``);
    }
    for (const line of text.split('\n').filter((one) => one.startsWith('|')))
      expect(line.replaceAll('\\|', '').match(/\|/g)).toHaveLength(6);
  });

  it('tells which options change outputs', () => {
    const config = completeConfiguration({ country: 'DE', threads: 3 });
    const affecting = outputAffecting(config);
    expect(Object.keys(affecting)).toEqual(Object.keys(affecting).sort());
    expect(affecting).toMatchObject({
      country: 'DE',
      ragged: 'reject',
      metadata: 'none',
      addressColumns: [],
    });
    const indifferent =
      'threads chunkSize maxMemory checkpointBytes backend gpuBatchSize model simd logFile skipProcessed';
    for (const key of indifferent.split(' ')) expect(affecting).not.toHaveProperty(key);
    expect(affectsOutput('country')).toBe(true);
    expect(affectsOutput('threads') || affectsOutput('nonsense')).toBe(false);
    expect(JSON.stringify(outputAffecting(completeConfiguration({ country: 'DE', threads: 9 })))).toBe(
      JSON.stringify(affecting),
    );
  });
});
