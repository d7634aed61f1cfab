import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { addressesCsv } from './inputs.js';
import { Folder, jsonLines, posthaste } from './posthaste.js';

const ID = 'batch_20231201_120000';

describe('posthaste batch', () => {
  it('needs nothing but patterns and an output folder', async () => {
    using folder = new Folder();
    folder.write('data/a.csv', addressesCsv(50));
    folder.write('data/b.csv', addressesCsv(30, 5));
    folder.write('data/notes.txt', 'no CSV');
    const { code, stdout, stderr } = await posthaste(
      ['batch', '--patterns', 'data/*.csv', '--output-dir', 'out'],
      {
        cwd: folder.path,
      },
    );
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toMatch(/^starting batch_\d{8}_\d{6}: 2 files, /m);
    expect(stdout).toMatch(/^batch_\d{8}_\d{6}: completed in /);
    expect(stdout).toMatch(/^ {2}files {2,}2 completed$/m);
    expect(stdout).toMatch(/^ {2}rows {2,}80$/m);
    expect(stdout).toMatch(/^ {2}outputs {2,}out\/results$/m);
    const rows = parse(folder.output('out', 'a'), { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(50);
    expect(rows[0]).toMatchObject({ id: '0', address: '2 Oak Avenue, Springfield, IL 62704', note: 'n1' });
    expect(rows[0]).toMatchObject({
      parsed_house_number: '2',
      parsed_road: 'Oak Avenue',
      parsed_postcode: '62704',
    });
    expect(parse(folder.output('out', 'b'), { columns: true })).toHaveLength(30);
  });

  it('takes patterns many times, several behind one flag, and as arguments', async () => {
    using folder = new Folder();
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      folder.write(`${name}.csv`, addressesCsv(3, name.charCodeAt(0)));
    const typed = [
      'batch',
      'a.csv',
      '--output-dir',
      'out',
      '--patterns',
      'b.csv',
      'c.csv',
      '--patterns',
      '[de].csv',
      '--json',
    ];
    const { code, stdout } = await posthaste(typed, { cwd: folder.path });
    expect(code).toBe(0);
    const completed = jsonLines(stdout).filter((event) => event.type === 'file_completed');
    expect(completed.map((event) => (event.file as { path: string }).path.slice(-5)).sort()).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.csv`),
    );
  });

  it('writes events with --json, one object a line, and the whole report at the end', async () => {
    using folder = new Folder();
    folder.write('a.csv', addressesCsv(20));
    const { code, stdout } = await posthaste(
      ['batch', 'a.csv', '--output-dir', 'out', '--batch-id', ID, '--json'],
      {
        cwd: folder.path,
      },
    );
    expect(code).toBe(0);
    const events = jsonLines(stdout);
    expect(events[0]).toMatchObject({ type: 'batch_started', batchId: ID, files: 1, resumed: false });
    expect(events.at(-1)).toMatchObject({
      type: 'batch_finished',
      batchId: ID,
      report: {
        version: 1,
        batchId: ID,
        status: 'completed',
        totals: { files: 1, completed: 1, rows: 20, rejects: 0 },
      },
    });
    const types = events.map((event) => event.type);
    expect(types).toContain('file_started');
    expect(types).toContain('progress');
    expect(types).toContain('file_completed');
  });

  it('tells the progress in lines where stderr is no terminal, without control characters', async () => {
    using folder = new Folder();
    folder.write('a.csv', addressesCsv(200_000));
    const typed = [
      'batch',
      'a.csv',
      '--output-dir',
      'out',
      '--threads',
      '1',
      '--chunk-size',
      '64KiB',
      '--progress-every',
      '0.05',
    ];
    const { code, stderr } = await posthaste(typed, { cwd: folder.path });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^\d+% {2}[\d,]+ rows {2}[\d,]+ rows\/s {2}.*[01]\/1 file$/m);
    expect(stderr.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('is silent with --quiet, but for errors', async () => {
    using folder = new Folder();
    folder.write('a.csv', addressesCsv(5));
    folder.write('b.csv', 'x,y\n1,2\n');
    const good = await posthaste(['batch', 'a.csv', '--output-dir', 'out', '--quiet'], { cwd: folder.path });
    expect(good).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const bad = await posthaste(['batch', 'b.csv', '--output-dir', 'out', '--quiet'], { cwd: folder.path });
    expect(bad).toMatchObject({ code: 3, stdout: '' });
    expect(bad.stderr).toMatch(/^error: b\.csv: ERR_OPTION: .*\n$/);
  });

  it('lists the columns when the address column cannot be told, and goes on with the other files', async () => {
    using folder = new Folder();
    folder.write('good.csv', addressesCsv(5));
    folder.write('bad.csv', 'alpha,beta\n1,2\n');
    const { code, stdout } = await posthaste(['batch', '*.csv', '--output-dir', 'out'], { cwd: folder.path });
    expect(code).toBe(3);
    expect(stdout).toMatch(/completed, but 1 file failed/);
    expect(stdout).toMatch(/^failed\n {2}bad\.csv\n {4}ERR_OPTION: .*alpha.*beta/m);
    expect(stdout).toContain('--address-column');
    expect(parse(folder.output('out', 'good'), { columns: true })).toHaveLength(5);
  });

  it('stops at the first failure with --no-continue-on-error', async () => {
    using folder = new Folder();
    folder.write('a.csv', 'alpha,beta\n1,2\n');
    folder.write('b.csv', addressesCsv(5));
    const { code, stdout } = await posthaste(
      ['batch', '*.csv', '--output-dir', 'out', '--no-continue-on-error'],
      {
        cwd: folder.path,
      },
    );
    expect(code).toBe(3);
    expect(stdout).toContain('stopped at the first file that failed');
    expect(stdout).toMatch(
      /^try the failed ones again with\n {2}posthaste retry batch_\d{8}_\d{6} --output-dir out$/m,
    );
  });

  it('skips what was done before, says so, and does it again with --no-skip', async () => {
    using folder = new Folder();
    folder.write('a.csv', addressesCsv(5));
    const typed = ['batch', 'a.csv', '--output-dir', 'out'];
    expect((await posthaste([...typed, '--batch-id', ID], { cwd: folder.path })).code).toBe(0);
    const again = await posthaste([...typed, '--batch-id', 'batch_20231201_120001'], { cwd: folder.path });
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/^ {2}files {2,}1 skipped$/m);
    expect(again.stdout).toMatch(/^skipped \(--no-skip processes them again\)\n {2}a\.csv\n/m);
    const forced = await posthaste([...typed, '--batch-id', 'batch_20231201_120002', '--no-skip'], {
      cwd: folder.path,
    });
    expect(forced.stdout).toMatch(/^ {2}files {2,}1 completed$/m);
  });

  it('appends JSON lines to the log file', async () => {
    using folder = new Folder();
    folder.write('a.csv', addressesCsv(5));
    folder.write('run.log', '{"time":"before"}\n');
    const typed = ['batch', 'a.csv', '--output-dir', 'out', '--quiet', '--log-file', 'run.log'];
    expect((await posthaste(typed, { cwd: folder.path })).code).toBe(0);
    const [before, ...entries] = jsonLines(readFileSync(folder.at('run.log'), 'utf8'));
    expect(before).toEqual({ time: 'before' });
    expect(entries.length).toBeGreaterThanOrEqual(3);
    for (const entry of entries) expect(Object.keys(entry)).toEqual(['time', 'level', 'message']);
    expect(entries.some((entry) => /^done .*a\.csv: 5 rows/.test(String(entry.message)))).toBe(true);
  });

  it('goes on without its log when that cannot be written', async () => {
    using folder = new Folder();
    folder.write('a.csv', addressesCsv(5));
    const { code, stderr } = await posthaste(
      ['batch', 'a.csv', '--output-dir', 'out', '--log-file', '/dev/full'],
      {
        cwd: folder.path,
      },
    );
    expect(code).toBe(0);
    expect(stderr.match(/warning: the log file ends here: ENOSPC/g)).toHaveLength(1);
  });

  it('goes on when its messages cannot be written', async () => {
    using folder = new Folder();
    folder.write('a.csv', addressesCsv(5));
    const { code, stdout } = await posthaste(['batch', 'a.csv', '--output-dir', 'out'], {
      cwd: folder.path,
      shell: 'exec "$@" 2> /dev/full',
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/: completed in /);
  });

  it('escapes names that would write on the terminal', async () => {
    using folder = new Folder();
    folder.write('evil\x1b[31m\nname.csv', 'alpha,beta\n1,2\n');
    const { code, stdout, stderr } = await posthaste(['batch', '*.csv', '--output-dir', 'out'], {
      cwd: folder.path,
    });
    expect(code).toBe(3);
    expect(stdout + stderr).not.toContain('\x1b');
    expect(stdout).toContain('evil\\x1b[31m\\nname.csv');
    expect(stderr).toContain('evil\\x1b[31m\\nname.csv');
  });
});

describe('posthaste batch --dry-run', () => {
  it('shows the plan and writes nothing', async () => {
    using folder = new Folder();
    folder.write('a.csv', addressesCsv(5));
    folder.write('b.csv', 'name;Adresse\nx;Hauptstr. 1, 10115 Berlin\ny;Ring 2, 50667 Köln\n');
    const { code, stdout } = await posthaste(['batch', '*.csv', '--output-dir', 'out', '--dry-run'], {
      cwd: folder.path,
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 files, .*nothing is written$/m);
    expect(stdout).toMatch(/dialect {2}comma, double quotes, header, utf-8/);
    expect(stdout).toMatch(/dialect {2}semicolon, .*header, utf-8/);
    expect(stdout).toMatch(/columns {2}id, address, note/);
    expect(stdout).toMatch(/address {2}Adresse /);
    expect(stdout).toMatch(/output {3}out\/results\/a_processed_\d{8}_\d{6}\.csv/);
    expect(folder.files()).toEqual([folder.at('a.csv'), folder.at('b.csv')]);
  });

  it('gives an object a file with --json and 3 when a file cannot be processed', async () => {
    using folder = new Folder();
    folder.write('a.csv', addressesCsv(5));
    folder.write('b.csv', 'alpha,beta\n1,2\n');
    const { code, stdout } = await posthaste(
      ['batch', '*.csv', '--output-dir', 'out', '--dry-run', '--json'],
      {
        cwd: folder.path,
      },
    );
    expect(code).toBe(3);
    expect(jsonLines(stdout)).toMatchObject([
      {
        type: 'planned_file',
        columns: ['id', 'address', 'note'],
        addressColumns: ['address'],
        delimiter: ',',
      },
      { type: 'planned_file', error: { code: 'ERR_OPTION' } },
    ]);
    expect(folder.files()).toHaveLength(2);
  });
});

describe('exit codes of batch', () => {
  it('66 when nothing matches, and for a batch that does not exist', async () => {
    using folder = new Folder();
    const none = await posthaste(['batch', '*.csv', '--output-dir', 'out'], { cwd: folder.path });
    expect(none.code).toBe(66);
    expect(none.stderr).toMatch(/^error: ERR_NO_INPUT: /m);
    for (const typed of [
      ['batch', '--resume', ID],
      ['resume', ID],
      ['retry', ID],
      ['status', ID],
      ['verify', ID],
    ]) {
      const unknown = await posthaste([...typed, '--output-dir', 'out'], { cwd: folder.path });
      expect({ typed, code: unknown.code }).toEqual({ typed, code: 66 });
      expect(unknown.stderr).toContain(ID);
    }
    expect(folder.files()).toEqual([]);
  });

  it('73 when the output folder cannot be made, or the log', async () => {
    using folder = new Folder();
    folder.write('a.csv', addressesCsv(5));
    folder.write('file', '');
    const output = await posthaste(['batch', 'a.csv', '--output-dir', 'file/out'], { cwd: folder.path });
    expect(output.code).toBe(73);
    expect(output.stderr).toMatch(/^error: ERR_OUTPUT: /m);
    const log = await posthaste(['batch', 'a.csv', '--output-dir', 'out', '--log-file', 'file/x.log'], {
      cwd: folder.path,
    });
    expect(log.code).toBe(73);
    expect(log.stderr).toMatch(/^error: ERR_OUTPUT: .*file\/x\.log/m);
  });

  it('74 when the disk takes no more', async () => {
    using folder = new Folder();
    folder.write('a.csv', addressesCsv(5));
    // Files end after one block: the write fails with EFBIG instead of a signal.
    const limited = 'trap \'\' XFSZ; ulimit -f 1; exec "$@"';
    const typed = ['batch', 'a.csv', '--output-dir', 'out', '--batch-id', ID];
    const { code, stderr } = await posthaste(typed, { cwd: folder.path, shell: limited });
    expect(code).toBe(74);
    expect(stderr).toMatch(/^error: ERR_OUTPUT: .*EFBIG/m);
    const again = await posthaste(typed, { cwd: folder.path });
    expect(again.code).toBe(0);
    expect(parse(folder.output('out', 'a'), { columns: true })).toHaveLength(5);
  });

  it('69 when a backend is forced that this machine has not', async () => {
    using folder = new Folder();
    folder.write('a.csv', addressesCsv(5));
    const { code, stderr } = await posthaste(['batch', 'a.csv', '--output-dir', 'out', '--backend', 'cuda'], {
      cwd: folder.path,
      env: { POSTHASTE_CUDA_LIBRARY: folder.at('nothing.so') },
    });
    expect(code).toBe(69);
    expect(stderr).toMatch(/^error: ERR_BACKEND_UNAVAILABLE: /m);
  });
});
