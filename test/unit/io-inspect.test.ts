/** What is found out about a file by looking at its first bytes. */

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DialectOptions, type InputShape, inspect, resolveColumns } from '../../lib/io/index.js';
import { hasZstd, zstd } from '../support/zstd.js';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'posthaste-inspect-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const AUTO: DialectOptions = {
  delimiter: 'auto',
  quote: 'auto',
  header: 'auto',
  encoding: 'auto',
  compression: 'auto',
};

let serial = 0;
function look(content: string | Uint8Array, options: Partial<DialectOptions> = {}): Promise<InputShape> {
  serial += 1;
  const path = join(dir, `${serial}.csv`);
  writeFileSync(path, content);
  return inspect(path, { ...AUTO, ...options });
}

function repeat(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('');
}

describe('the delimiter', () => {
  for (const delimiter of [',', ';', '\t', '|']) {
    it(`is ${JSON.stringify(delimiter)} when that is what parts the cells`, async () => {
      const lines = [
        ['id', 'address', 'note'],
        ['1', '"12 Main St; Apt 3, \tSpringfield | IL"', 'x'],
        ['2', '"Oak\nLane"', 'y'],
      ];
      const shape = await look(lines.map((cells) => cells.join(delimiter)).join('\n'));
      expect(shape).toMatchObject({ delimiter, quote: '"', hasHeader: true, columns: lines[0] });
    });
  }

  it('is the semicolon in a file with decimal commas', async () => {
    const text = `id;lat;lon;address\n${repeat(300, (i) => `${i};52,5${i};13,4${i};Hauptstraße ${i}\n`)}`;
    expect(await look(text)).toMatchObject({ delimiter: ';', columns: ['id', 'lat', 'lon', 'address'] });
  });

  it('is the semicolon when free text has commas', async () => {
    const text = `id;address\n${repeat(50, (i) => `${i};Main St ${i}, Springfield\n`)}`;
    expect((await look(text)).delimiter).toBe(';');
  });

  it('is the comma when free text has semicolons', async () => {
    const text = `id,address\n${repeat(50, (i) => `${i},Main St ${i}; Springfield\n`)}`;
    expect((await look(text)).delimiter).toBe(',');
  });

  it('is the comma for one column', async () => {
    const text = `address\n${repeat(20, (i) => `${i} Main Street\n`)}`;
    expect(await look(text)).toMatchObject({ delimiter: ',', columns: ['address'], hasHeader: true });
    const quoted = `"address"\n${repeat(20, (i) => `"${i} Main Street, Springfield, IL"\n`)}`;
    expect(await look(quoted)).toMatchObject({ delimiter: ',', quote: '"', columns: ['address'] });
  });

  it('is none that tears one unquoted column apart', async () => {
    const text = `address\n${repeat(20, (i) => `${i} Main Street, Springfield, IL\n`)}`;
    const shape = await look(text);
    expect(shape.columns).toEqual(['address']);
    expect(shape.delimiter).not.toBe(',');
  });

  it('is what the options say', async () => {
    expect(await look('a:b;c\n1:2;3\n', { delimiter: ':', header: 'yes' })).toMatchObject({
      delimiter: ':',
      columns: ['a', 'b;c'],
    });
  });

  it('stays when all rows end in a delimiter that the header lacks', async () => {
    const text = `id,address,city\n${repeat(50, (i) => `${i},Oak ${i},Rome,\n`)}`;
    expect(await look(text)).toMatchObject({ delimiter: ',', columns: ['id', 'address', 'city'] });
  });

  it('survives some ragged rows', async () => {
    const text = `id,address,city\n${repeat(100, (i) => (i % 20 === 7 ? `${i},only\n` : `${i},Oak ${i},Rome\n`))}`;
    expect(await look(text)).toMatchObject({ delimiter: ',', columns: ['id', 'address', 'city'] });
  });
});

describe('the quote', () => {
  it('is the apostrophe when cells stand in apostrophes', async () => {
    const text = `'id','address'\n${repeat(9, (i) => `'${i}','O''Hara Rd ${i}, Cork'\n`)}`;
    expect(await look(text)).toMatchObject({ quote: "'", columns: ['id', 'address'] });
  });

  it('is not the apostrophe of names', async () => {
    const text = `id,city\n${repeat(9, (i) => `${i},'s-Hertogenbosch\n`)}`;
    expect((await look(text)).quote).toBe('"');
  });

  it('is none when quotes are inch marks that would swallow records', async () => {
    const text = `id\tsize\taddress\n${repeat(60, (i) => `${i}\t"${i % 7 === 0 ? 'wide' : 'thin'}\tOak ${i}\n`)}`;
    expect(await look(text)).toMatchObject({
      quote: '',
      delimiter: '\t',
      columns: ['id', 'size', 'address'],
    });
  });

  it('stays when inch marks are inside cells', async () => {
    const text = `id,size,address\n${repeat(60, (i) => `${i},5" pipe,"Oak ${i}, Rome"\n`)}`;
    expect(await look(text)).toMatchObject({ quote: '"', delimiter: ',' });
  });

  it('is what the options say', async () => {
    expect((await look('id,a\n1,"b\n', { quote: 'none' })).quote).toBe('');
    expect((await look('id,a\n1,~b,c~\n', { quote: '~' })).columns).toEqual(['id', 'a']);
  });
});

describe('a file longer than the sample', () => {
  const body = (bytes: number): string => {
    const line = '17,"Königstraße 5,\n70173 Stuttgart",x\n';
    return line.repeat(Math.ceil(bytes / Buffer.byteLength(line)));
  };

  it('is judged by its whole records, wherever the sample ends', async () => {
    // Every length of the header moves the end of the sample: into quotes, into a character, between CR and LF.
    for (let pad = 0; pad < 40; pad += 1) {
      const text = `id${'x'.repeat(pad)},address,note\n${body(300_000)}`;
      expect(await look(text)).toMatchObject({
        delimiter: ',',
        quote: '"',
        columns: [`id${'x'.repeat(pad)}`, 'address', 'note'],
      });
    }
  });

  it('is judged the same when compressed', async () => {
    const text = `id,address,note\n${body(2_000_000)}`;
    const plain = await look(text);
    expect(await look(gzipSync(text))).toEqual({ ...plain, compression: 'gzip' });
    if (hasZstd) expect(await look(zstd(text))).toEqual({ ...plain, compression: 'zstd' });
  });

  it('may have a first record of more than 64 KiB', async () => {
    const text = `id,"${'long '.repeat(20_000)}"\n${repeat(9, (i) => `${i},b\n`)}`;
    expect((await look(text)).columns).toHaveLength(2);
  });

  it('is ERR_CSV when its first record does not end in the sample', async () => {
    await expect(look(`id,${'x'.repeat(300_000)}\n1,2\n`)).rejects.toMatchObject({ code: 'ERR_CSV' });
  });
});

describe('the header', () => {
  it('may have line breaks in quoted names', async () => {
    const shape = await look('"id","full\naddress","c\r\nd"\n1,Oak 5,x\n');
    expect(shape).toMatchObject({ columns: ['id', 'full\naddress', 'c\r\nd'], hasHeader: true });
  });

  it('may be all there is', async () => {
    expect(await look('id,address')).toMatchObject({ columns: ['id', 'address'], hasHeader: true });
    expect(await look('\ufeffid;address\r\n')).toMatchObject({
      columns: ['id', 'address'],
      bom: true,
      delimiter: ';',
    });
  });

  it('may be behind blank lines', async () => {
    expect(await look('\n\r\nid,address\n1,Oak 5\n')).toMatchObject({ columns: ['id', 'address'] });
  });

  it('is told from data', async () => {
    const headed: string[] = [
      'id,Anschrift\n1,Hauptstr. 5\n',
      '番号,住所\n1,東京都千代田区1-1\n',
      'код,адрес\n1,Ленина 5\n',
      'ref,wherabouts\nA17,Oak Lane 5\nA18,Elm Lane 7\n',
      'ADDRESS,CITY\nOak,Rome\n',
    ];
    for (const text of headed) expect((await look(text)).hasHeader, text).toBe(true);
    const bare: string[] = [
      '1,Oak Lane 5\n2,Elm Lane 7\n',
      'Buckingham Palace,London\nLouvre,Paris\n',
      '12 Main St\n14 Main St\n',
      'Oak Lane 5,Rome,00100\nElm Lane 7,Rome,00101\n',
      'a@b.example,Oak\nc@d.example,Elm\n',
    ];
    for (const text of bare) expect((await look(text)).hasHeader, text).toBe(false);
    expect((await look('1,Oak\n2,Elm\n')).columns).toEqual(['column_1', 'column_2']);
  });

  it('is what the options say', async () => {
    expect(await look('1,2\n3,4\n', { header: 'yes' })).toMatchObject({
      hasHeader: true,
      columns: ['1', '2'],
    });
    expect(await look('id,address\n', { header: 'no' })).toMatchObject({
      hasHeader: false,
      columns: ['column_1', 'column_2'],
    });
  });

  it('must be valid UTF-8, records need not', async () => {
    const cafe = Buffer.from('id,caf\xe9\n1,x\n', 'latin1');
    await expect(look(cafe)).rejects.toMatchObject({
      code: 'ERR_ENCODING',
      message: expect.stringContaining('--encoding') as string,
    });
    expect((await look(cafe, { encoding: 'windows-1252' })).columns).toEqual(['id', 'café']);
    expect((await look(Buffer.from('id,city\n1,M\xfcnchen\n', 'latin1'))).columns).toEqual(['id', 'city']);
  });

  it("is not Excel's sep line", async () => {
    await expect(look('sep=;\nid;address\n1;2\n')).rejects.toMatchObject({ code: 'ERR_CSV' });
  });
});

describe('empty files', () => {
  for (const [what, content] of [
    ['nothing', ''],
    ['a byte order mark', '\ufeff'],
    ['blank lines', '\n\r\n\n'],
    ['an empty gzip member', gzipSync('')],
  ] as const) {
    it(`have no columns: ${what}`, async () => {
      expect(await look(content)).toMatchObject({ columns: [], hasHeader: false });
    });
  }
});

describe('line ends', () => {
  it('are lone CRs only when there is nothing else', async () => {
    expect(await look('id,address\r1,Oak 5\r2,Elm 6\r')).toMatchObject({
      crEndsRecord: true,
      columns: ['id', 'address'],
    });
    expect((await look('id,address\r\n1,Oak\r5\r\n')).crEndsRecord).toBe(false);
    expect((await look('id,address\n1,Oak\r5\n')).crEndsRecord).toBe(false);
  });
});

describe('encodings', () => {
  const text = 'id,address\n1,Hauptstraße 5\n';

  it('are known by the byte order mark', async () => {
    const le = Buffer.from(`\ufeff${text}`, 'utf16le');
    expect(await look(le)).toMatchObject({ encoding: 'utf-16le', bom: true, columns: ['id', 'address'] });
    expect(await look(Buffer.from(le).swap16())).toMatchObject({
      encoding: 'utf-16be',
      columns: ['id', 'address'],
    });
    expect(await look(gzipSync(le))).toMatchObject({ encoding: 'utf-16le', compression: 'gzip' });
    expect(await look(`\ufeff${text}`)).toMatchObject({ encoding: 'utf-8', bom: true });
  });

  it('need the option for UTF-16 without a mark', async () => {
    for (const source of [text, '番号,住所\n1,東京都千代田区丸の内一丁目\n'.repeat(5)]) {
      const le = Buffer.from(source, 'utf16le');
      await expect(look(le)).rejects.toMatchObject({
        message: expect.stringContaining('utf-16le') as string,
      });
      const be = Buffer.from(le).swap16();
      await expect(look(be)).rejects.toMatchObject({
        message: expect.stringContaining('utf-16be') as string,
      });
      expect(await look(le, { encoding: 'utf-16le' })).toMatchObject({ bom: false, hasHeader: true });
      expect(await look(be, { encoding: 'utf-16be' })).toMatchObject({ bom: false, hasHeader: true });
    }
  });

  it('must not contradict the mark', async () => {
    const le = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const encoding of ['utf-8', 'utf-16be'] as const)
      await expect(look(le, { encoding })).rejects.toMatchObject({ code: 'ERR_ENCODING' });
    await expect(look(`\ufeff${text}`, { encoding: 'latin1' })).rejects.toMatchObject({
      code: 'ERR_ENCODING',
    });
  });
});

describe('files that are no CSV', () => {
  const zip = (name: string): Buffer =>
    Buffer.concat([Buffer.from('PK\x03\x04\x14\0\0\0\x08\0'), Buffer.alloc(16), Buffer.from(name)]);
  const cases: [string, string | Buffer, string][] = [
    ['ZIP', zip('data.csv'), 'ZIP'],
    ['XLSX', zip('[Content_Types].xml'), 'XLSX'],
    ['XLS', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(500)]), 'XLS'],
    ['PDF', '%PDF-1.7\n1 0 obj\n', 'PDF'],
    ['HTML', '\n <!DOCTYPE html>\n<html><body>Sign in, please</body></html>', 'HTML'],
    ['XML', '<?xml version="1.0"?><rows/>', 'XML'],
    ['JSON', '[\n  {"id": 1, "address": "Oak"}\n]', 'JSON'],
    ['bzip2', Buffer.from('BZh91AY&SY\x01\x02'), 'bzip2'],
    ['gzip in gzip', gzipSync(gzipSync('id,address\n')), 'compressed data once more'],
    ['noise', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * 31 + (i >> 3)) & 255)), 'binary'],
    ['UTF-32', Buffer.from('fffe0000690000006400', 'hex'), 'UTF-32'],
  ];
  for (const [what, content, found] of cases) {
    it(`are refused by name: ${what}`, async () => {
      const refused = expect(look(content)).rejects;
      await refused.toMatchObject({
        code: expect.stringMatching(/^ERR_(CSV|ENCODING)$/) as string,
        message: expect.stringContaining(found) as string,
      });
    });
  }

  it('are refused when the compression is not what the options say, or is damaged', async () => {
    await expect(look('id,address\n', { compression: 'gzip' })).rejects.toMatchObject({
      code: 'ERR_ENCODING',
    });
    await expect(look(gzipSync('id,address\n'), { compression: 'none' })).rejects.toMatchObject({
      code: 'ERR_ENCODING',
    });
    await expect(look(gzipSync('id,address\n').subarray(0, 20))).rejects.toMatchObject({
      code: 'ERR_ENCODING',
    });
    await expect(look(Buffer.from('28b52ffd', 'hex'))).rejects.toMatchObject({ code: 'ERR_ENCODING' });
  });

  it('are ERR_NO_INPUT when they cannot be read', async () => {
    await expect(inspect(join(dir, 'absent.csv'), AUTO)).rejects.toMatchObject({ code: 'ERR_NO_INPUT' });
    await expect(inspect(dir, AUTO)).rejects.toMatchObject({ code: 'ERR_NO_INPUT' });
  });
});

describe('the examples', () => {
  const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
  it('have a header and an address that is found', async () => {
    const names = readdirSync(examples).filter((name) => name.endsWith('.csv'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const shape = await inspect(join(examples, name), AUTO);
      expect(shape.hasHeader, name).toBe(true);
      const { addressColumns } = resolveColumns(shape, { addressColumns: [], countryColumn: null });
      expect(addressColumns.length, name).toBeGreaterThan(0);
    }
  });
});
