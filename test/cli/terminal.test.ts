import { describe, expect, it } from 'vitest';
import { addressesCsv } from './inputs.js';
import { Folder, posthaste } from './posthaste.js';

const COLUMNS = 50;
/** The same command on a terminal of its own, made by script(1); what it writes comes as it would be drawn. */
const TERMINAL =
  process.platform === 'darwin'
    ? `script -q /dev/null sh -c 'stty cols ${COLUMNS}; exec "$@"' sh "$@"`
    : `words=; for word in "$@"; do words="$words '$word'"; done; script -qec "stty cols ${COLUMNS}; exec $words" /dev/null`;

async function drawn(env: Record<string, string>, rows = 100_000): Promise<string> {
  using folder = new Folder();
  folder.write('a.csv', addressesCsv(rows));
  folder.write('b.csv', 'alpha,beta\n1,2\n');
  const typed = ['batch', '*.csv', '--output-dir', 'out', '--threads', '1', '--chunk-size', '64KiB'];
  const { code, stdout } = await posthaste(typed, { cwd: folder.path, shell: TERMINAL, env });
  expect(code).toBe(3);
  return stdout;
}

describe('on a terminal', () => {
  it('progress is one line that is drawn anew, cut to the width, and gone at the end', async () => {
    // A line is drawn every 200 ms: enough rows that a fast machine draws it several times as well.
    const screen = await drawn({ TERM: 'xterm', NO_COLOR: '1' }, 600_000);
    const frames = screen.split('\r\x1b[K');
    expect(frames.length).toBeGreaterThan(5);
    expect(frames.some((frame) => /^ *\d+% {2}[\d,]+ rows {2}/.test(frame))).toBe(true);
    // All but the last frame hold a line that is lifted again; it never reaches the last column.
    for (const frame of frames.slice(0, -1)) {
      const line = frame.split('\n').at(-1) ?? '';
      expect(line.length).toBeLessThan(COLUMNS);
    }
    expect(frames.at(-1)).toMatch(/^batch_\d{8}_\d{6}: completed, but 1 file failed/);
    expect(frames.at(-1)).not.toContain('\x1b');
  });

  it('prose is broken between words, and coloured unless NO_COLOR is set', async () => {
    const plain = await drawn({ TERM: 'xterm', NO_COLOR: '1' });
    expect(plain.replaceAll('\r\x1b[K', '')).not.toContain('\x1b');
    const lines = plain.replaceAll('\r\x1b[K', '\n').split(/\r?\n/);
    const prose = lines.slice(lines.findIndex((line) => line.startsWith('error: b.csv: ERR_OPTION: ')));
    expect(prose.length).toBeLessThan(lines.length);
    const long = prose.filter((line) => line.length >= COLUMNS);
    expect(long.filter((line) => !/^batch_|posthaste retry|report\.html/.test(line))).toEqual([]);
    const coloured = await drawn({ TERM: 'xterm', NO_COLOR: '' });
    expect(coloured).toContain('\x1b[31merror: \x1b[0m');
  });

  it('a terminal that cannot draw gets lines', async () => {
    expect(await drawn({ TERM: 'dumb' })).not.toContain('\x1b');
  });
});
