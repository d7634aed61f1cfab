import { describe, expect, it } from 'vitest';
import { addressLines, MAX_LINE_BYTES } from '../../lib/cli/address-lines.js';
import { escapeText, shellWord } from '../../lib/cli/escape.js';
import { progressText } from '../../lib/cli/progress.js';
import { bytes, count, counted, duration, percent } from '../../lib/cli/quantities.js';
import { factLines, tableLines } from '../../lib/cli/table.js';
import { displayWidth, truncate, truncateStart } from '../../lib/cli/width.js';

describe('escapeText', () => {
  it('lets no character through that moves the cursor, ends the line or turns the direction', () => {
    expect(escapeText('a\nb\r\tc')).toBe('a\\nb\\r\\tc');
    expect(escapeText('\x1b[2J\x07\x7f\x9b')).toBe('\\x1b[2J\\x07\\x7f\\x9b');
    expect(escapeText('ab\u202etxt.exe\u2028\ufeff')).toBe('ab\\u{202e}txt.exe\\u{2028}\\u{feff}');
    expect(escapeText('\ud800')).toBe('\\u{d800}');
    for (let point = 0; point < 0x20; point += 1)
      expect(escapeText(String.fromCodePoint(point))).toMatch(/^\\/);
  });

  it('leaves writing as it is', () => {
    for (const text of ['C:\\data', 'Straße 12 – São Paulo', '東京都', 'क्\u200dष', '👩\u200d🌾 𝟙'])
      expect(escapeText(text)).toBe(text);
  });
});

describe('shellWord', () => {
  it('quotes only what a shell would take apart', () => {
    expect(shellWord('out/results')).toBe('out/results');
    expect(shellWord('my out')).toBe("'my out'");
    expect(shellWord("it's")).toBe("'it'\\''s'");
    expect(shellWord('a\nb')).toBe("$'a\\nb'");
    expect(shellWord('')).toBe("''");
  });
});

describe('width', () => {
  it('counts cells, not characters', () => {
    expect(displayWidth('abc')).toBe(3);
    expect(displayWidth('東京')).toBe(4);
    expect(displayWidth('e\u0301')).toBe(1);
    expect(displayWidth('😀')).toBe(2);
  });

  it('never leaves more than the cells that there are', () => {
    const text = 'ab東京cde\u0301f😀';
    for (let width = 0; width <= 16; width += 1) {
      expect(displayWidth(truncate(text, width))).toBeLessThanOrEqual(width);
      expect(displayWidth(truncateStart(text, width))).toBeLessThanOrEqual(width);
    }
    expect(truncate('abcdef', 4)).toBe('abc…');
    expect(truncateStart('abcdef', 4)).toBe('…def');
    expect(truncate('abcd', 4)).toBe('abcd');
  });
});

describe('tableLines', () => {
  it('aligns by cells and leaves no blanks at the end', () => {
    expect(
      tableLines(
        [{ title: 'n', right: true }, { title: 'name' }, { title: '' }],
        [
          ['1', '東京', 'x'],
          ['1,000', 'a', ''],
        ],
        ' ',
      ),
    ).toEqual(['     n  name', '     1  東京  x', ' 1,000  a']);
  });
});

describe('factLines', () => {
  it('keeps what does not fit in the second column', () => {
    expect(
      factLines(
        [
          ['a', 'one two three'],
          ['long', 'x'],
          ['', 'y'],
        ],
        14,
      ),
    ).toEqual(['  a     one', '        two', '        three', '  long  x', '        y']);
    expect(factLines([['a', 'one two three']], Number.POSITIVE_INFINITY)).toEqual(['  a  one two three']);
  });
});

describe('quantities', () => {
  it('reads like an operator wants them', () => {
    expect([count(1234567), counted(1, 'file'), counted(0, 'file'), counted(2, 'entry', 'entries')]).toEqual([
      '1,234,567',
      '1 file',
      '0 files',
      '2 entries',
    ]);
    expect([0, 1023, 1024, 1048575, 1048576, 5e12].map(bytes)).toEqual([
      '0 B',
      '1023 B',
      '1.0 KiB',
      '1.0 MiB',
      '1.0 MiB',
      '4.5 TiB',
    ]);
    expect([0.04, 9.94, 9.96, 59.4, 59.6, 125, 3600, 90_061, Infinity, -1].map(duration)).toEqual([
      '0.0s',
      '9.9s',
      '10s',
      '59s',
      '1m00s',
      '2m05s',
      '1h00m',
      '1d01h',
      '?',
      '?',
    ]);
    expect([percent(0, 10), percent(999, 1000), percent(10, 10), percent(11, 10), percent(0, 0)]).toEqual([
      '0%',
      '99%',
      '100%',
      '100%',
      '100%',
    ]);
  });
});

describe('progressText', () => {
  const event = {
    type: 'progress',
    batchId: 'batch_20231201_120000',
    rows: 1234567,
    rejects: 0,
    bytesDone: 42,
    bytesTotal: 100,
    rowsPerSecond: 85432.4,
    secondsLeft: 130,
    filesDone: 3,
    filesTotal: 12,
  } as const;

  it('puts the most wanted first and leaves out what is not known', () => {
    expect(progressText(event)).toBe(' 42%  1,234,567 rows  85,432 rows/s  2m10s left  3/12 files');
    expect(progressText({ ...event, secondsLeft: null, rejects: 1, filesTotal: 1 })).toBe(
      ' 42%  1,234,567 rows  85,432 rows/s  3/1 file  1 reject',
    );
  });
});

async function linesOf(...blocks: (string | Uint8Array)[]): Promise<string[]> {
  async function* source(): AsyncGenerator<Uint8Array> {
    for (const block of blocks) yield typeof block === 'string' ? Buffer.from(block) : block;
  }
  const lines: string[] = [];
  for await (const some of addressLines(source())) lines.push(...some);
  return lines;
}

describe('addressLines', () => {
  it('cuts at LF and CRLF, keeps empty lines, needs no end of the last', async () => {
    expect(await linesOf('a\r\n\nb\n')).toEqual(['a', '', 'b']);
    expect(await linesOf('a\nb')).toEqual(['a', 'b']);
    expect(await linesOf('')).toEqual([]);
    expect(await linesOf('\n')).toEqual(['']);
    expect(await linesOf('a\rb\n')).toEqual(['a\rb']);
  });

  it('gives the same lines however the bytes are cut', async () => {
    const text = Buffer.from('\ufeffStraße 1\r\n\r\n東京\n😀 Road\n\ufeffx');
    const whole = await linesOf(text);
    expect(whole).toEqual(['Straße 1', '', '東京', '😀 Road', '\ufeffx']);
    for (let size = 1; size <= text.length; size += 1) {
      const blocks: Uint8Array[] = [];
      for (let at = 0; at < text.length; at += size) blocks.push(text.subarray(at, at + size));
      expect(await linesOf(...blocks)).toEqual(whole);
    }
  });

  it('yields the lines before one that is not UTF-8, then ERR_ENCODING with its number', async () => {
    const lines: string[] = [];
    async function* source(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a\nb\n\xff\nc\n', 'latin1');
    }
    await expect(async () => {
      for await (const some of addressLines(source())) lines.push(...some);
    }).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_ENCODING', message: expect.stringContaining('line 3') }),
    );
    expect(lines).toEqual(['a', 'b']);
  });

  it('refuses a line without end instead of filling the memory', async () => {
    const block = Buffer.alloc(MAX_LINE_BYTES / 4, 'a');
    await expect(linesOf(block, block, block, block, 'a')).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_RECORD_TOO_LARGE' }),
    );
    expect((await linesOf(block, block, block, block, '\n'))[0]).toHaveLength(MAX_LINE_BYTES);
  });
});
