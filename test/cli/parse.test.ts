import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { BIN, Folder, jsonLines, posthaste, ROOT } from './posthaste.js';

interface Parsed {
  text: string;
  components: { label: string; text: string; start: number; end: number }[];
  country: string | null;
  confidence: number;
}

async function parsed(args: string[], input: string | Uint8Array = ''): Promise<Parsed[]> {
  const { code, stdout, stderr } = await posthaste(['parse', '--json', ...args], { input });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return jsonLines(stdout) as unknown as Parsed[];
}

function sound(line: Parsed): void {
  expect(Object.keys(line)).toEqual(['text', 'components', 'country', 'confidence']);
  let from = 0;
  for (const part of line.components) {
    expect(Object.keys(part)).toEqual(['label', 'text', 'start', 'end']);
    expect(part.start).toBeGreaterThanOrEqual(from);
    expect(part.end).toBeGreaterThan(part.start);
    expect(line.text.slice(part.start, part.end)).toBe(part.text);
    from = part.end;
  }
  expect(line.confidence).toBeGreaterThanOrEqual(0);
  expect(line.confidence).toBeLessThanOrEqual(1);
  expect(line.country === null || /^[A-Z]{2}$/.test(line.country)).toBe(true);
}

describe('posthaste parse', () => {
  it('shows the parts of an address below each other', async () => {
    const { code, stdout, stderr } = await posthaste(['parse', '12 Main St, Austin, TX 78701']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^12 Main St, Austin, TX 78701\n {2}house_number {2}12\n {2}road {10}Main St\n/);
    expect(stdout).toMatch(/\n {2}postcode {6}78701\n/);
    expect(stdout).toMatch(/\n {2}\((US|country unknown), confidence [01]\.\d\d\)\n$/);
  });

  it('gives an object an argument with --json', async () => {
    const lines = await parsed(['12 Main St, Austin, TX 78701', '10115 Berlin']);
    expect(lines.map((line) => line.text)).toEqual(['12 Main St, Austin, TX 78701', '10115 Berlin']);
    lines.forEach(sound);
    expect(lines[0]?.components).toContainEqual({ label: 'house_number', text: '12', start: 0, end: 2 });
    expect(lines[0]?.components).toContainEqual({ label: 'postcode', text: '78701', start: 23, end: 28 });
  });

  it('counts UTF-16 code units behind astral characters', async () => {
    const [line] = await parsed(['🏠🏠 12 Main St, Austin, TX 78701']);
    expect(line?.components).toContainEqual({ label: 'postcode', text: '78701', start: 28, end: 33 });
    sound(line as Parsed);
  });

  it('reads a line an address: empty ones, CRLF, a byte order mark, no end at the last', async () => {
    const lines = await parsed([], '\ufeff12 Main St, Austin, TX 78701\r\n\r\n\nRue de Rivoli, 75001 Paris');
    expect(lines.map((line) => line.text)).toEqual([
      '12 Main St, Austin, TX 78701',
      '',
      '',
      'Rue de Rivoli, 75001 Paris',
    ]);
    lines.forEach(sound);
    expect(lines[1]).toMatchObject({ components: [], country: null, confidence: 0 });
  });

  it('keeps the order of many lines', async () => {
    const texts = Array.from({ length: 50_000 }, (_, i) => `${i} Main St, Austin, TX ${70_000 + (i % 1000)}`);
    const lines = await parsed([], `${texts.join('\n')}\n`);
    expect(lines.map((line) => line.text)).toEqual(texts);
  });

  it('answers each line at once, so that another program may ask and wait', async () => {
    const child = spawn(process.execPath, [BIN, 'parse', '--json'], {
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    for (const text of ['12 Main St, Austin, TX 78701', '10115 Berlin']) {
      child.stdin.write(`${text}\n`);
      const [answer] = (await once(child.stdout, 'data')) as [Buffer];
      expect(JSON.parse(answer.toString())).toMatchObject({ text });
    }
    child.stdin.end();
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  it('ends with 65 at a line that is not UTF-8, after those before it', async () => {
    const { code, stdout, stderr } = await posthaste(['parse', '--json'], {
      input: Buffer.from('10115 Berlin\nStra\xdfe 1\n75001 Paris\n', 'latin1'),
    });
    expect(code).toBe(65);
    const [first, ...rest] = jsonLines(stdout);
    expect(first).toMatchObject({ text: '10115 Berlin' });
    expect(rest).toMatchObject([{ type: 'error', code: 'ERR_ENCODING' }]);
    expect(stderr).toMatch(/^error: ERR_ENCODING: .*line 2/);
  });

  it('ends quietly when its reader has had enough', async () => {
    const child = spawn(process.execPath, [BIN, 'parse', '--json'], {
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (bytes: Buffer) => {
      stderr += bytes.toString();
    });
    child.stdin.on('error', () => {});
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.end('12 Main St, Austin, TX 78701\n'.repeat(200_000));
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(stderr).toBe('');
  });

  it('ends with 74 when its output takes no more, and never loses lines in silence', async () => {
    const full = await posthaste(['parse', '--json', '10115 Berlin'], { shell: 'exec "$@" > /dev/full' });
    expect(full.code).toBe(74);
    expect(full.stderr).toMatch(/^error: ERR_OUTPUT: Cannot write to standard output: ENOSPC/);
    using folder = new Folder();
    const limited = `trap '' XFSZ; ulimit -f 1; exec "$@" > '${folder.at('out.jsonl')}'`;
    const cut = await posthaste(['parse', '--json'], { shell: limited, input: '10115 Berlin\n'.repeat(5) });
    expect(cut.code).toBe(74);
  });

  it('takes the country as a hint and refuses one that is none', async () => {
    const [line] = await parsed(['--country', 'IN', 'MG Road, Pune']);
    expect(line?.country).toBe('IN');
    expect((await posthaste(['parse', '--country', 'Indialand', 'x'])).code).toBe(64);
  });

  it('escapes control characters for people', async () => {
    const { stdout } = await posthaste(['parse', '12 Main St\x1b[2J, Austin']);
    expect(stdout).not.toContain('\x1b');
    expect(stdout).toContain('12 Main St\\x1b[2J, Austin');
  });

  it('ends with 65 when the model is damaged', async () => {
    const { code, stderr } = await posthaste(['parse', '--model', 'package.json', 'x']);
    expect(code).toBe(65);
    expect(stderr).toMatch(/^error: ERR_MODEL: /);
  });
});
