import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addressesCsv } from './inputs.js';
import { Folder, jsonLines, posthaste } from './posthaste.js';

const ID = 'batch_20231201_120000';

/** A folder with one finished batch of two files, one of them failed. */
async function finished(): Promise<Folder> {
  const folder = new Folder();
  folder.write('good.csv', addressesCsv(40));
  folder.write('bad.csv', 'alpha,beta\n1,2\n');
  const done = await posthaste(['batch', '*.csv', '--output-dir', 'out', '--batch-id', ID], {
    cwd: folder.path,
  });
  expect(done.code).toBe(3);
  return folder;
}

describe('posthaste status', () => {
  it('lists the batches of a folder, for people and for programs', async () => {
    using folder = await finished();
    const shown = await posthaste(['status', '--output-dir', 'out'], { cwd: folder.path });
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toMatch(/^batch +state +files +failed +rows/);
    expect(shown.stdout).toMatch(new RegExp(`^${ID} +some failed +1/2 +1 +40 +0$`, 'm'));
    const { stdout } = await posthaste(['status', '--output-dir', 'out', '--json'], { cwd: folder.path });
    expect(jsonLines(stdout)).toMatchObject([
      {
        batchId: ID,
        status: 'completed_with_errors',
        running: false,
        runs: 1,
        totals: { files: 2, rows: 40, failed: 1 },
      },
    ]);
  });

  it('shows the files of one batch with their errors', async () => {
    using folder = await finished();
    const shown = await posthaste(['status', ID, '--output-dir', 'out'], { cwd: folder.path });
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/^ {2}completed +40 +0 {2}good\.csv$/m);
    expect(shown.stdout).toMatch(/^ {2}failed +0 +0 {2}bad\.csv$/m);
    expect(shown.stdout).toMatch(/^failed\n {2}bad\.csv\n {4}ERR_OPTION: /m);
    const { stdout } = await posthaste(['status', ID, '--output-dir', 'out', '--json'], { cwd: folder.path });
    expect(jsonLines(stdout)).toMatchObject([
      { batchId: ID, files: [{ status: 'failed' }, { status: 'completed' }] },
    ]);
  });

  it('says that a folder has none', async () => {
    using folder = new Folder();
    expect(await posthaste(['status', '--output-dir', 'out'], { cwd: folder.path })).toMatchObject({
      code: 0,
      stdout: 'no batches in out\n',
    });
  });
});

describe('posthaste retry', () => {
  it('tries failed files again; resume leaves them', async () => {
    using folder = await finished();
    const resumed = await posthaste(['resume', ID, '--output-dir', 'out'], { cwd: folder.path });
    expect(resumed.code).toBe(3);
    const retried = await posthaste(['retry', ID, '--output-dir', 'out', '--json'], { cwd: folder.path });
    expect(retried.code).toBe(3);
    expect(jsonLines(retried.stdout).filter((event) => event.type === 'file_failed')).toHaveLength(1);
    expect(jsonLines(retried.stdout).filter((event) => event.type === 'file_started')).toHaveLength(0);
  });
});

describe('posthaste verify', () => {
  it('is content with what was committed, and exits with 65 when a byte was changed', async () => {
    using folder = await finished();
    const good = await posthaste(['verify', '--output-dir', 'out'], { cwd: folder.path });
    expect(good).toMatchObject({ code: 0, stdout: `${ID}: ok, 1 output checked\n` });
    const [output = ''] = folder.files('out', 'results').filter((file) => /_\d{6}\.csv$/.test(file));
    const bytes = readFileSync(output);
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
    writeFileSync(output, bytes);
    const bad = await posthaste(['verify', ID, '--output-dir', 'out'], { cwd: folder.path });
    expect(bad.code).toBe(65);
    expect(bad.stdout).toMatch(/: 1 problem, 1 output checked\n {2}out\/results\//);
    rmSync(output);
    const { code, stdout } = await posthaste(['verify', ID, '--output-dir', 'out', '--json'], {
      cwd: folder.path,
    });
    expect(code).toBe(65);
    expect(jsonLines(stdout)).toMatchObject([{ batchId: ID, ok: false, problems: [{ path: output }] }]);
  });
});

describe('damaged state', () => {
  it('exits with 65 and touches nothing', async () => {
    using folder = await finished();
    const manifest = folder.at('out', 'state', ID, 'manifest.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').slice(0, -20));
    const before = folder.files('out');
    for (const command of ['resume', 'status', 'retry']) {
      const { code, stderr } = await posthaste([command, ID, '--output-dir', 'out'], { cwd: folder.path });
      expect({ command, code }).toEqual({ command, code: 65 });
      expect(stderr).toMatch(/^error: ERR_STATE: /m);
    }
    expect(folder.files('out')).toEqual(before);
  });

  it('does not mind a torn last line of the journal', async () => {
    using folder = await finished();
    appendFileSync(folder.at('out', 'state', ID, 'journal.jsonl'), '{"torn":');
    const { code } = await posthaste(['status', ID, '--output-dir', 'out'], { cwd: folder.path });
    expect(code).toBe(0);
  });
});
