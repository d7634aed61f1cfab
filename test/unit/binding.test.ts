import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NativeEngine } from '../../lib/binding/native.js';
import { PosthasteError } from '../../lib/errors.js';
import { binding, csvChunk, engineSpec, jobSpec, runNode, START, untyped } from './engine-support.js';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(PosthasteError);
    return `${(error as PosthasteError).code} ${(error as Error).message}`;
  }
  return 'nothing was thrown';
};

const WRONG = [
  undefined,
  null,
  7,
  'text',
  Symbol('s'),
  10n,
  () => 1,
  {},
  [],
  new Date(),
  new Float64Array(3),
];

let engine: NativeEngine;
beforeAll(() => {
  engine = binding.createEngine(engineSpec());
});
afterAll(() => engine.close());

describe('what the addon exports', () => {
  test('constants', () => {
    expect(binding.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(binding.backendAbi).toBe(1);
    expect(binding.labels).toHaveLength(20);
    expect(binding.labels[0]).toBe('');
    expect(binding.labels[13]).toBe('city');
  });

  test('columns of the schemas', () => {
    expect(binding.schemaColumns('india')).toContain('pin_code');
    expect(binding.schemaColumns('libpostal')).toContain('house_number');
    expect(codeOf(() => untyped.schemaColumns('other'))).toContain(
      "Expected 'libpostal' or 'india' for schema",
    );
  });

  test('rows', () => {
    expect(binding.formatRow(['a', 'b,c', 'd"e', '']).toString()).toBe('a,"b,c","d""e",\n');
    expect(codeOf(() => untyped.formatRow(['a', 1]))).toBe(
      'ERR_OPTION Expected a string for cells[1] but received 1 of type number',
    );
  });

  test('a scanner finds record ends across calls', () => {
    const scanner = binding.createScanner({ delimiter: ',', quote: '"', crEndsRecord: false });
    expect(scanner.feed(Buffer.from('a,"b\n'))).toEqual({ end: 0, records: 0, lines: 0 });
    expect(scanner.feed(Buffer.from('c"\nd'))).toEqual({ end: 3, records: 1, lines: 2 });
    expect(scanner.finish()).toEqual({ pending: true, records: 1, lines: 1, openQuote: false });
  });
});

describe('wrong arguments are errors, not crashes', () => {
  test('createEngine', () => {
    for (const wrong of WRONG) expect(codeOf(() => untyped.createEngine(wrong))).toContain('ERR_OPTION');
    const fields = [
      'model',
      'threads',
      'backend',
      'cudaLibrary',
      'gpuBatchSize',
      'gpuMemoryFraction',
    ] as const;
    for (const field of fields) {
      const spec = { ...engineSpec(), [field]: Symbol('wrong') };
      expect(codeOf(() => untyped.createEngine(spec))).toContain(`for ${field}`);
    }
    expect(codeOf(() => binding.createEngine(engineSpec({ threads: 0 })))).toBe(
      'ERR_OPTION Expected an integer between 1 and 1024 for threads but received 0 of type number',
    );
    expect(codeOf(() => binding.createEngine(engineSpec({ model: Buffer.from('junk') })))).toContain(
      'ERR_MODEL',
    );
  });

  test('a getter that throws keeps its own error', () => {
    const spec = {
      get model(): Buffer {
        throw new RangeError('from the getter');
      },
    };
    expect(() => untyped.createEngine(spec)).toThrow(new RangeError('from the getter'));
  });

  test('createScanner', () => {
    for (const wrong of WRONG) expect(codeOf(() => untyped.createScanner(wrong))).toContain('ERR_OPTION');
    const dialect = { delimiter: ',', quote: '"', crEndsRecord: false };
    expect(codeOf(() => binding.createScanner({ ...dialect, delimiter: '\n' }))).toContain('delimiter');
    expect(codeOf(() => binding.createScanner({ ...dialect, delimiter: 'é' }))).toContain('delimiter');
    expect(codeOf(() => binding.createScanner({ ...dialect, quote: ',' }))).toContain('different');
    const scanner = binding.createScanner(dialect);
    for (const wrong of WRONG)
      expect(codeOf(() => scanner.feed(wrong as Uint8Array))).toContain('ERR_OPTION');
  });

  test('createJob', () => {
    for (const wrong of WRONG) expect(codeOf(() => engine.createJob(wrong as never))).toContain('ERR_OPTION');
    expect(codeOf(() => engine.createJob(jobSpec({ addressColumns: [2] })))).toContain('columns from 0 to 1');
    expect(codeOf(() => engine.createJob(jobSpec({ addressColumns: [] })))).toContain('addressColumns');
    expect(codeOf(() => engine.createJob(jobSpec({ countryColumn: 2 })))).toContain('countryColumn');
    expect(codeOf(() => engine.createJob(jobSpec({ country: 'usa' })))).toContain('country');
    expect(codeOf(() => engine.createJob(jobSpec({ ragged: 'drop' as never })))).toContain("'reject', 'pad'");
    const endless = Object.assign([], { length: 2 ** 32 - 1 });
    expect(codeOf(() => engine.createJob(jobSpec({ constants: endless })))).toContain('at most 65536');
  });

  test('processChunk', () => {
    const job = engine.createJob(jobSpec());
    const chunk = csvChunk(1);
    const call = (...args: unknown[]) =>
      codeOf(() => (engine.processChunk as (...args: unknown[]) => void)(...args));
    for (const wrong of WRONG) {
      expect(call(wrong, 0, chunk, START)).toContain('a job of createJob');
      if (wrong !== 7) expect(call(job, wrong, chunk, START)).toContain('for lane');
      expect(call(job, 0, wrong, START)).toContain('Uint8Array for chunk');
      expect(call(job, 0, chunk, wrong)).toContain('ERR_OPTION');
    }
    expect(call(engine, 0, chunk, START)).toContain('a job of createJob');
    expect(call(job, 2, chunk, START)).toContain('between 0 and 1 for lane');
    expect(call(job, 0, chunk, { byteOffset: -1, line: 1 })).toContain('byteOffset');
    expect(call(job, 0, chunk, { byteOffset: 0, line: 0 })).toContain('line');
  });

  test('parseBatch', () => {
    const text = Buffer.from('abcdef');
    const call = (...args: unknown[]) =>
      codeOf(() => (engine.parseBatch as (...args: unknown[]) => void)(...args));
    for (const wrong of WRONG) {
      expect(call(wrong, new Uint32Array(1), '')).toContain('Uint8Array for text');
      expect(call(text, wrong, '')).toContain('Uint32Array for offsets');
      expect(call(text, new Uint32Array(1), wrong)).toContain('for country');
    }
    for (const offsets of [[], [0, 7], [3, 2], [0, 4, 1]]) {
      expect(call(text, Uint32Array.from(offsets), '')).toContain('rising offsets');
    }
  });

  test('methods on what is no engine', () => {
    const scanner = binding.createScanner({ delimiter: ',', quote: '"', crEndsRecord: false });
    for (const receiver of [{}, scanner, Object.create(engine), undefined]) {
      expect(() => engine.lanes.call(receiver as never)).toThrow(TypeError);
    }
    const Class = engine.constructor as new () => NativeEngine;
    expect(codeOf(() => new Class().lanes())).toContain('ERR_CLOSED');
  });
});

describe('locks', () => {
  test('a second holder is refused until the first lets go', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'posthaste-lock-'));
    try {
      const file = join(folder, 'lock');
      const fd = openSync(file, 'a');
      expect(binding.lockFile(fd)).toBe(true);
      const ask = `process.stdout.write(String(addon.lockFile(require('fs').openSync(${JSON.stringify(file)}, 'a'))));`;
      expect((await runNode(ask)).output).toBe('false');
      binding.unlockFile(fd);
      expect((await runNode(ask)).output).toBe('true');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a descriptor that is not open', () => {
    expect(codeOf(() => binding.lockFile(1 << 20))).toContain('cannot lock the file');
    expect(codeOf(() => untyped.lockFile('x'))).toContain('for fd');
  });
});
