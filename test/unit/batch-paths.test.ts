import { describe, expect, test } from 'vitest';
import { automaticBatchId, checkBatchId, outputStamp } from '../../lib/batch/batch-id.js';
import { planOutputs } from '../../lib/batch/paths.js';

const STAMP = '20240102_030405';
const plan = (inputs: string[], cwd = '/w') => planOutputs(inputs, cwd, STAMP);

describe('names of outputs', () => {
  test('folders are those below the current directory, else those of the absolute path', () => {
    expect(plan(['/w/a.csv', '/w/x/y/b.csv', '/data/c.csv'])).toEqual([
      `a_processed_${STAMP}.csv`,
      `x/y/b_processed_${STAMP}.csv`,
      `data/c_processed_${STAMP}.csv`,
    ]);
  });

  test('equal names in two folders stay apart', () => {
    const outputs = plan(['/w/north/a.csv', '/w/south/a.csv']);
    expect(outputs).toEqual([`north/a_processed_${STAMP}.csv`, `south/a_processed_${STAMP}.csv`]);
  });

  test('names that differ only in their endings keep them, all but the plain one', () => {
    expect(plan(['/w/a.csv', '/w/a.csv.gz', '/w/a.tsv', '/w/b.csv'])).toEqual([
      `a_processed_${STAMP}.csv`,
      `a.csv.gz_processed_${STAMP}.csv`,
      `a.tsv_processed_${STAMP}.csv`,
      `b_processed_${STAMP}.csv`,
    ]);
  });

  test.each([
    ['a full name that is the stem of another', ['/w/a.csv', '/w/a.tsv', '/w/a.csv.csv']],
    ['an outside folder that looks like one inside', ['/w/x/a.csv', '/x/a.csv']],
    ['capitals', ['/w/A.csv', '/w/a.csv']],
    ['names too long for a file system', [`/w/${'ä'.repeat(120)}1.csv`, `/w/${'ä'.repeat(120)}2.csv`]],
  ])('no two outputs are equal: %s', (_, inputs) => {
    const outputs = plan(inputs);
    expect(new Set(outputs.map((name) => name.toLowerCase())).size).toBe(inputs.length);
    for (const name of outputs) {
      expect(Buffer.byteLength(`${name.split('/').at(-1)}.rejects.csv.part`)).toBeLessThanOrEqual(255);
    }
  });
});

describe('batch ids', () => {
  test.each(['../x', '', '.hidden', 'a/b', 'a b', 'x'.repeat(101), '-x'])('%j is refused', (id) => {
    expect(() => checkBatchId(id)).toThrowError(expect.objectContaining({ code: 'ERR_OPTION' }));
  });

  test('the stamp of the id goes into the names, else that of the creation', () => {
    const created = new Date('2024-01-02T03:04:05.678Z');
    expect(outputStamp('batch_20231201_120000', created)).toBe('20231201_120000');
    expect(outputStamp('nightly', created)).toBe(STAMP);
    expect(outputStamp('x920231201_120000', created)).toBe(STAMP);
  });

  test('an automatic id is that of the next free second', async () => {
    const taken = new Set(['batch_20240102_030405', 'batch_20240102_030406']);
    const id = await automaticBatchId(
      new Date('2024-01-02T03:04:05.678Z'),
      async (wanted) => !taken.has(wanted),
    );
    expect(id).toBe('batch_20240102_030407');
  });
});
