import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { addressesCsv } from './inputs.js';
import { Folder, jsonLines, type Outcome, posthaste } from './posthaste.js';

const ID = 'batch_20231201_120000';
const ROWS = 120_000;
/** Small chunks and many checkpoints on one thread: time enough to be disturbed, work enough to lose. */
const SLOW = [
  '--threads',
  '1',
  '--chunk-size',
  '16KiB',
  '--checkpoint-bytes',
  '256KiB',
  '--checkpoint-seconds',
  '0.05',
];
const BATCH = ['batch', 'big.csv', 'small.csv', '--output-dir', 'out', '--batch-id', ID, ...SLOW];

let big: string;
let undisturbed: Record<string, string>;

function prepared(): Folder {
  const folder = new Folder();
  folder.write('big.csv', big);
  folder.write('small.csv', addressesCsv(100, 3));
  return folder;
}

function outputs(folder: Folder): Record<string, string> {
  return { big: folder.output('out', 'big'), small: folder.output('out', 'small') };
}

/** Runs a batch with --json and calls `act` at its n-th checkpoint. */
function atCheckpoint(
  folder: Folder,
  n: number,
  act: (child: ChildProcess) => void,
  args = BATCH,
): Promise<Outcome> {
  return posthaste([...args, '--json'], {
    cwd: folder.path,
    during: (child) => {
      let text = '';
      let acted = false;
      child.stdout?.on('data', (bytes: Buffer) => {
        text += bytes.toString();
        if (acted || text.split('"type":"checkpoint"').length <= n) return;
        acted = true;
        act(child);
      });
    },
  });
}

beforeAll(async () => {
  big = addressesCsv(ROWS);
  using folder = prepared();
  const { code, stderr } = await posthaste(BATCH, { cwd: folder.path });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  undisturbed = outputs(folder);
  expect(undisturbed.big?.split('\n').length).toBe(ROWS + 2);
});

describe('a batch that is stopped', () => {
  for (const [signal, expected] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 143],
  ] as const) {
    it(`by ${signal} exits with ${expected}, says how to go on, and goes on`, async () => {
      using folder = prepared();
      const stopped = await atCheckpoint(folder, 2, (child) => child.kill(signal));
      expect(stopped.code).toBe(expected);
      expect(stopped.stderr).toContain(`${signal}: finishing what is in flight`);
      const events = jsonLines(stopped.stdout);
      expect(events.at(-1)).toMatchObject({ type: 'batch_finished', report: { status: 'interrupted' } });

      const command = /^go on with: posthaste (.*)$/m.exec(stopped.stderr)?.[1] ?? '';
      expect(command).toContain(ID);
      const status = await posthaste(['status', '--output-dir', 'out', '--json'], { cwd: folder.path });
      expect(jsonLines(status.stdout)).toMatchObject([{ batchId: ID, status: 'unfinished', running: false }]);

      const resumed = await posthaste([...command.split(' '), '--json'], { cwd: folder.path });
      expect(resumed.code).toBe(0);
      const [started] = jsonLines(resumed.stdout);
      expect(started).toMatchObject({ type: 'batch_started', batchId: ID, resumed: true });
      const file = jsonLines(resumed.stdout).find((event) => event.type === 'file_started');
      expect(file?.resumedAt).toBeGreaterThan(0);
      expect(outputs(folder)).toEqual(undisturbed);
    });
  }

  it('shows the resume command in its summary for people', async () => {
    using folder = prepared();
    const stopped = await posthaste([...BATCH, '--progress-every', '0.05'], {
      cwd: folder.path,
      during: (child) => {
        let sent = false;
        child.stderr?.on('data', (bytes: Buffer) => {
          if (sent || !/^[1-9]\d?%/m.test(bytes.toString())) return;
          sent = true;
          child.kill('SIGINT');
        });
      },
    });
    expect(stopped.code).toBe(130);
    expect(stopped.stdout).toMatch(/^batch_20231201_120000: interrupted in /);
    expect(stopped.stdout).toMatch(/^go on with\n {2}posthaste .*batch_20231201_120000.*\n$/m);
  });

  it('by two signals ends at once, and the state is good', async () => {
    using folder = prepared();
    const stopped = await atCheckpoint(folder, 2, (child) => {
      child.kill('SIGINT');
      let text = '';
      child.stderr?.on('data', (bytes: Buffer) => {
        text += bytes.toString();
        if (text.includes('once more to stop at once')) child.kill('SIGINT');
      });
    });
    // The first signal alone may have been enough by then; the code is the same.
    expect(stopped.code).toBe(130);
    const resumed = await posthaste(['resume', ID, '--output-dir', 'out', ...SLOW], { cwd: folder.path });
    expect(resumed.code).toBe(0);
    expect(outputs(folder)).toEqual(undisturbed);
  });

  it('by kill -9, again and again, ends with the same bytes under the same command line', async () => {
    using folder = prepared();
    for (let round = 1; round <= 4; round += 1) {
      const killed = await atCheckpoint(folder, round, (child) => child.kill('SIGKILL'));
      expect(killed.signal).toBe('SIGKILL');
    }
    const last = await posthaste(BATCH, { cwd: folder.path });
    expect(last.code).toBe(0);
    expect(last.stderr).toContain(`going on with ${ID}`);
    expect(outputs(folder)).toEqual(undisturbed);
    expect((await posthaste(['verify', ID, '--output-dir', 'out'], { cwd: folder.path })).code).toBe(0);
  });

  it('goes on when the reader of its events goes away', async () => {
    using folder = prepared();
    const done = await atCheckpoint(folder, 1, (child) => child.stdout?.destroy());
    expect(done).toMatchObject({ code: 0, stderr: expect.not.stringContaining('EPIPE') });
    expect(outputs(folder)).toEqual(undisturbed);
  });
});

describe('a batch that runs', () => {
  it('is seen by status and locks out a second process, which exits with 75', async () => {
    using folder = prepared();
    let second: Promise<Outcome> | undefined;
    let status: Promise<Outcome> | undefined;
    const first = await atCheckpoint(folder, 1, async (child) => {
      child.kill('SIGSTOP');
      status = posthaste(['status', '--output-dir', 'out', '--json'], { cwd: folder.path });
      second = posthaste(BATCH, { cwd: folder.path });
      await Promise.all([status, second]);
      child.kill('SIGCONT');
    });
    expect(first.code).toBe(0);
    expect(jsonLines((await status)?.stdout ?? '')).toMatchObject([{ batchId: ID, running: true }]);
    expect(await second).toMatchObject({ code: 75, stderr: expect.stringMatching(/^error: ERR_LOCKED: /m) });
    expect(outputs(folder)).toEqual(undisturbed);
  });

  it('leaves no part file and no lock behind that matters', async () => {
    using folder = prepared();
    await atCheckpoint(folder, 1, (child) => child.kill('SIGKILL'));
    await sleep(50);
    const again = await posthaste(BATCH, { cwd: folder.path });
    expect(again.code).toBe(0);
    expect(folder.files('out').filter((file) => file.endsWith('.part'))).toEqual([]);
    expect(existsSync(folder.at('out', 'reports', ID, '_SUCCESS.json'))).toBe(true);
  });
});
