/** Blocks: what is read is the file, decoded, whatever the block size, compression and encoding. */

import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InputShape, identify, openBlocks, sha256File } from '../../lib/io/index.js';
import { XxHash64 } from '../../lib/io/xxhash64.js';
import { hasZstd, zstd } from '../support/zstd.js';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'posthaste-blocks-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const PLAIN: InputShape = {
  compression: 'none',
  encoding: 'utf-8',
  bom: false,
  delimiter: ',',
  quote: '"',
  crEndsRecord: false,
  hasHeader: false,
  columns: ['a'],
};

let serial = 0;
function file(bytes: Uint8Array | string): string {
  serial += 1;
  const path = join(dir, `${serial}.csv`);
  writeFileSync(path, bytes);
  return path;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

interface Read {
  bytes: Buffer;
  longest: number;
  sha256: string;
  rawBytes: number;
}

async function readAll(
  path: string,
  shape: Partial<InputShape> = {},
  options: { blockSize?: number; startAt?: number } = {},
): Promise<Read> {
  const reader = openBlocks(path, { ...PLAIN, ...shape }, { blockSize: 65_536, ...options });
  const blocks: Buffer[] = [];
  try {
    for (let block = await reader.read(); block !== null; block = await reader.read()) {
      expect(block.length).toBeGreaterThan(0);
      blocks.push(block);
    }
    expect(await reader.read()).toBeNull();
    const longest = Math.max(0, ...blocks.map((block) => block.length));
    return { bytes: Buffer.concat(blocks), longest, sha256: reader.rawSha256, rawBytes: reader.rawBytesRead };
  } finally {
    await reader.close();
    await reader.close();
  }
}

/** Text that compresses as CSV does, of any length. */
function text(length: number): Buffer {
  const line = (i: number): string => `${i},${(i * 7919) % 1000} Main Street,"Zürich, ${i % 97}",😀\n`;
  const lines = Array.from({ length: Math.ceil(length / 20) }, (_, i) => line(i));
  return Buffer.from(lines.join('')).subarray(0, length);
}

describe('plain files', () => {
  it('gives the bytes, the hash and the progress for every block size', async () => {
    const bytes = text(300_001);
    const path = file(bytes);
    for (const blockSize of [64, 1000, 65_536, 1 << 20]) {
      const read = await readAll(path, {}, { blockSize });
      expect(read.bytes.equals(bytes)).toBe(true);
      expect(read.sha256).toBe(sha256(bytes));
      expect(read.rawBytes).toBe(bytes.length);
      expect(read.longest).toBeLessThanOrEqual(blockSize);
    }
  });

  it('gives nothing for an empty file but its hash', async () => {
    const read = await readAll(file(''));
    expect(read.bytes.length).toBe(0);
    expect(read.sha256).toBe(sha256(Buffer.alloc(0)));
  });

  it('leaves out a byte order mark and what lies before startAt, and hashes both', async () => {
    const bytes = Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), text(5000)]);
    const path = file(bytes);
    for (const blockSize of [64, 4096]) {
      const read = await readAll(path, { bom: true }, { blockSize, startAt: 1234 });
      expect(read.bytes.equals(bytes.subarray(3 + 1234))).toBe(true);
      expect(read.sha256).toBe(sha256(bytes));
    }
    await expect(readAll(path, { bom: true }, { startAt: 5001 })).rejects.toMatchObject({
      code: 'ERR_STATE',
    });
  });

  it('passes invalid UTF-8 as it is', async () => {
    const bytes = Buffer.from([0x61, 0xff, 0xc3, 0x28, 0x0a]);
    expect((await readAll(file(bytes))).bytes.equals(bytes)).toBe(true);
  });

  it('refuses what is no regular file', async () => {
    await expect(readAll(join(dir, 'absent.csv'))).rejects.toMatchObject({ code: 'ERR_NO_INPUT' });
    await expect(readAll(dir)).rejects.toMatchObject({ code: 'ERR_NO_INPUT' });
    const fifo = join(dir, 'fifo.csv');
    execFileSync('mkfifo', [fifo]);
    await expect(readAll(fifo)).rejects.toMatchObject({ code: 'ERR_NO_INPUT' });
  });

  it('does not tell the hash before the end', async () => {
    const reader = openBlocks(file(text(1000)), PLAIN, { blockSize: 64 });
    await reader.read();
    expect(() => reader.rawSha256).toThrow(/before its end/);
    await reader.close();
    await expect(reader.read()).rejects.toMatchObject({ code: 'ERR_CLOSED' });
  });
});

describe('a file that changes', () => {
  async function readWhile(change: (path: string) => void, planned = false): Promise<void> {
    const path = file(text(200_000));
    const expectation = planned ? { expect: await identify(path) } : {};
    if (planned) change(path);
    const reader = openBlocks(path, PLAIN, { blockSize: 4096, ...expectation });
    try {
      await reader.read();
      if (!planned) change(path);
      while ((await reader.read()) !== null);
    } finally {
      await reader.close();
    }
  }

  const changes: [string, (path: string) => void][] = [
    ['grows', (path) => appendFileSync(path, 'x')],
    ['is cut', (path) => writeFileSync(path, text(100_000))],
    ['is replaced', (path) => renameSync(file(text(200_000)), path)],
    ['is touched', (path) => utimesSync(path, 1, 1)],
    ['is removed', (path) => rmSync(path)],
  ];
  for (const [what, change] of changes) {
    it(`is ERR_INPUT_CHANGED when it ${what}`, async () => {
      await expect(readWhile(change)).rejects.toMatchObject({ code: 'ERR_INPUT_CHANGED' });
    });
  }

  it('is ERR_INPUT_CHANGED when it is not the file that was planned', async () => {
    await expect(readWhile((path) => appendFileSync(path, 'x'), true)).rejects.toMatchObject({
      code: 'ERR_INPUT_CHANGED',
    });
  });
});

describe('gzip', () => {
  const bytes = text(400_000);
  const gz = { compression: 'gzip' } as const;

  it('decodes one member and many, at every block size, and hashes the raw file', async () => {
    const members = [0, 1, 2, 3, 4].map((i) => gzipSync(bytes.subarray(i * 80_000, (i + 1) * 80_000)));
    for (const raw of [gzipSync(bytes), Buffer.concat(members)]) {
      const path = file(raw);
      for (const blockSize of [64, 777, 65_536, 1 << 20]) {
        const read = await readAll(path, gz, { blockSize });
        expect(read.bytes.equals(bytes)).toBe(true);
        expect(read.sha256).toBe(sha256(raw));
        expect(read.rawBytes).toBe(raw.length);
      }
    }
  });

  it('finds every member when a block ends exactly between two', async () => {
    const first = gzipSync(randomBytes(90), { level: 0 });
    const raw = Buffer.concat([first, gzipSync(Buffer.from('second\n'))]);
    const read = await readAll(file(raw), gz, { blockSize: first.length });
    expect(read.bytes.subarray(90).toString()).toBe('second\n');
  });

  it('takes zeros behind the data as padding, anything else as damage', async () => {
    const raw = gzipSync(bytes);
    for (const blockSize of [64, 1000, 1 << 20]) {
      for (const zeros of [1, 64, 5000]) {
        const padded = Buffer.concat([raw, Buffer.alloc(zeros)]);
        const read = await readAll(file(padded), gz, { blockSize });
        expect(read.bytes.equals(bytes)).toBe(true);
        expect(read.sha256).toBe(sha256(padded));
      }
      for (const garbage of [Buffer.from('garbage'), Buffer.concat([Buffer.alloc(3000), Buffer.from('x')])]) {
        await expect(readAll(file(Buffer.concat([raw, garbage])), gz, { blockSize })).rejects.toMatchObject({
          code: 'ERR_ENCODING',
        });
      }
    }
  });

  it('is ERR_ENCODING when cut or damaged anywhere', async () => {
    const small = gzipSync(text(2000));
    const two = Buffer.concat([small, small]);
    for (const end of [1, 5, 30, small.length - 1, small.length - 8, small.length + 5, two.length - 3]) {
      await expect(readAll(file(two.subarray(0, end)), gz)).rejects.toMatchObject({ code: 'ERR_ENCODING' });
    }
    for (let at = 11; at < small.length; at += 17) {
      const damaged = Buffer.from(small);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      await expect(readAll(file(damaged), gz)).rejects.toMatchObject({ code: 'ERR_ENCODING' });
    }
  });

  it('can be closed in the middle', async () => {
    const raw = gzipSync(Buffer.alloc(50_000_000, 'abc\n'));
    const reader = openBlocks(file(raw), { ...PLAIN, ...gz }, { blockSize: 4096 });
    await reader.read();
    await reader.close();
    const again = openBlocks(file(raw), { ...PLAIN, ...gz }, { blockSize: 4096 });
    const pending = again.read();
    await again.close();
    await pending.catch((error: unknown) => expect(error).toMatchObject({ code: 'ERR_CLOSED' }));
  });

  it('holds a few blocks at once, however much a block blows up', async () => {
    const raw = gzipSync(Buffer.alloc(300_000_000, 'abcdefg\n'));
    const before = process.memoryUsage().rss;
    const reader = openBlocks(file(raw), { ...PLAIN, ...gz }, { blockSize: 65_536 });
    let most = 0;
    let length = 0;
    for (let block = await reader.read(); block !== null; block = await reader.read()) {
      length += block.length;
      most = Math.max(most, process.memoryUsage().rss);
    }
    await reader.close();
    expect(length).toBe(300_000_000);
    expect(most - before).toBeLessThan(150_000_000);
  });
});

it('decodes a small zstd file', async () => {
  const frame = Buffer.from('KLUv/QRYKQEAaWQsYWRkcmVzcwoxLCIxMiBNYWluIFN0LCBBdXN0aW4gVFgiCn6xxSY=', 'base64');
  const read = await readAll(file(frame), { compression: 'zstd' });
  expect(read.bytes.toString()).toBe('id,address\n1,"12 Main St, Austin TX"\n');
});

describe.skipIf(!hasZstd)('zstd', () => {
  const bytes = text(700_000);
  const zst = { compression: 'zstd' } as const;

  it('decodes what zstd makes, at every level and block size', async () => {
    for (const flags of [[], ['-1'], ['-19'], ['--no-check'], ['--long=24']]) {
      const raw = zstd(bytes, ...flags);
      for (const blockSize of [64, 5000, 1 << 20]) {
        const read = await readAll(file(raw), zst, { blockSize });
        expect(read.bytes.equals(bytes)).toBe(true);
        expect(read.sha256).toBe(sha256(raw));
        expect(read.longest).toBeLessThanOrEqual(blockSize * 3);
      }
    }
  });

  it('decodes frames of any size, several frames, skippable frames and incompressible data', async () => {
    const skippable = Buffer.from('502a4d1805000000aabbccddee', 'hex');
    const noise = randomBytes(300_000);
    const parts = [
      Buffer.from('x'),
      Buffer.alloc(0),
      Buffer.from('hello\n'),
      noise,
      Buffer.alloc(400_000, 'a'),
    ];
    const raw = Buffer.concat([skippable, ...parts.flatMap((part) => [zstd(part), skippable])]);
    for (const blockSize of [7, 70_000]) {
      const read = await readAll(file(raw), zst, { blockSize: Math.max(64, blockSize) });
      expect(read.bytes.equals(Buffer.concat(parts))).toBe(true);
    }
  });

  it('is ERR_ENCODING when cut or damaged anywhere', async () => {
    const small = zstd(text(3000));
    for (const end of [1, 4, 6, 9, 40, small.length - 1, small.length - 4, small.length - 5]) {
      await expect(readAll(file(small.subarray(0, end)), zst)).rejects.toMatchObject({
        code: 'ERR_ENCODING',
      });
    }
    await expect(readAll(file(Buffer.concat([small, Buffer.from('x')])), zst)).rejects.toMatchObject({
      code: 'ERR_ENCODING',
    });
    for (let at = 0; at < small.length; at += 1) {
      const damaged = Buffer.from(small);
      damaged[at] = (damaged[at] ?? 0) ^ 0x04;
      const outcome = await readAll(file(damaged), zst).catch((error: { code: string }) => error);
      // Another window size changes nothing; whatever is read is read right.
      if ('code' in outcome) expect(outcome.code, `byte ${at}`).toBe('ERR_ENCODING');
      else expect(outcome.bytes.equals(text(3000)), `byte ${at}`).toBe(true);
    }
  });

  it('refuses windows larger than zstd itself takes', async () => {
    const stream = execFileSync('sh', ['-c', 'head -c 1000 /dev/zero | zstd -q -c --ultra --long=30']);
    await expect(readAll(file(stream), zst)).rejects.toMatchObject({
      code: 'ERR_ENCODING',
      message: expect.stringContaining('--long=27') as string,
    });
  });

  it('computes XXH64 as the reference does', () => {
    const low = (input: Buffer): number => {
      const hash = new XxHash64();
      for (let at = 0; at < input.length; at += 13) hash.update(input.subarray(at, at + 13));
      return hash.digestLow32();
    };
    // XXH64 of nothing with seed 0 is ef46db3751d8e999.
    expect(low(Buffer.alloc(0))).toBe(0x51d8e999);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (input) => {
        // Behind a frame with a checksum stand the low 32 bits of the hash of its content.
        const frame = zstd(input, '--check');
        expect(low(Buffer.from(input))).toBe(frame.readUInt32LE(frame.length - 4));
      }),
      { numRuns: 40 },
    );
  });
});

describe('encodings', () => {
  it('decodes latin1 and windows-1252', async () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const latin = await readAll(file(all), { encoding: 'latin1' }, { blockSize: 64 });
    expect(latin.bytes.toString()).toBe(all.toString('latin1'));
    const windows = await readAll(file(all), { encoding: 'windows-1252' }, { blockSize: 64 });
    const decoded = windows.bytes.toString();
    expect(decoded.slice(0, 128)).toBe(all.toString('latin1').slice(0, 128));
    expect(decoded.slice(160)).toBe(all.toString('latin1').slice(160));
    expect(decoded[0x80]).toBe('€');
    expect(decoded[0x9f]).toBe('Ÿ');
    expect(decoded[0x81]).toBe('\u0081');
    expect([...decoded.slice(0x91, 0x98)].join('')).toBe('‘’“”•–—');
  });

  it('decodes UTF-16 of both kinds, with and without mark, at every split', async () => {
    const strings = fc.string({ unit: 'binary', maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(
        strings,
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 99 }),
        async (s, be, bom, size) => {
          if (/\p{Surrogate}/u.test(s) || s.startsWith('\ufeff')) return;
          const raw = Buffer.from(bom ? `\ufeff${s}` : s, 'utf16le');
          if (be) raw.swap16();
          const shape = { encoding: be ? 'utf-16be' : 'utf-16le', bom } as const;
          const read = await readAll(file(raw), shape, { blockSize: size });
          expect(read.bytes.toString()).toBe(s);
          expect(read.sha256).toBe(sha256(raw));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('tells where UTF-16 is broken', async () => {
    const good = Buffer.from('abc😀', 'utf16le');
    const lone = Buffer.concat([good, Buffer.of(0x00, 0xdc), good]);
    for (const blockSize of [64, 5]) {
      await expect(readAll(file(lone), { encoding: 'utf-16le' }, { blockSize })).rejects.toMatchObject({
        code: 'ERR_ENCODING',
        message: expect.stringContaining('byte 10') as string,
      });
    }
    for (const end of [1, 9, 8]) {
      await expect(
        readAll(file(good.subarray(0, end)), { encoding: 'utf-16le' }),
        `cut at ${end}`,
      ).rejects.toMatchObject({ code: 'ERR_ENCODING' });
    }
  });

  it('decodes UTF-16 inside gzip', async () => {
    const raw = gzipSync(Buffer.from(`\ufeff${text(50_000).toString()}`, 'utf16le'));
    const read = await readAll(file(raw), { encoding: 'utf-16le', bom: true, compression: 'gzip' });
    expect(read.bytes.toString()).toBe(text(50_000).toString());
  });
});

it('sha256File is the hash of the file', async () => {
  const path = file(text(3_000_000));
  expect(await sha256File(path)).toBe(sha256(readFileSync(path)));
  await expect(sha256File(join(dir, 'absent'))).rejects.toMatchObject({ code: 'ERR_NO_INPUT' });
});
