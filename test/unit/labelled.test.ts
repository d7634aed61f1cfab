import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { schemaColumns } from '../../lib/engine/index.js';
import { LABELS, type LabelledLine, readLabelledLines, split } from '../../lib/labelled/index.js';
import { locate } from '../../lib/labelled/locate.js';

const folder = mkdtempSync(join(tmpdir(), 'posthaste-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The parts of a line as words. */
function words(line: LabelledLine | undefined): string[] {
  return (line?.spans ?? []).map(({ label, start, end }) => `${label}=${line?.text.slice(start, end)}`);
}

async function one(name: string, content: string): Promise<LabelledLine> {
  const { lines } = await readLabelledLines([file(name, content)]);
  expect(lines).toHaveLength(1);
  return lines[0] as LabelledLine;
}

async function fault(name: string, content: string): Promise<string> {
  const error = await readLabelledLines([file(name, content)]).catch((thrown) => thrown);
  expect(error).toMatchObject({ name: 'PosthasteError', code: 'ERR_LINES' });
  return (error as Error).message.replaceAll(`${folder}/`, '');
}

describe('labels', () => {
  it('are those of the addon', () => {
    expect(schemaColumns('libpostal')).toEqual(expect.arrayContaining([...LABELS]));
    expect(LABELS).toHaveLength(19);
  });
});

describe('locate', () => {
  const at = (text: string, ...values: [string, string][]) => {
    const found = locate(
      text,
      values.map(([label, value]) => ({ label: label as LabelledLine['spans'][0]['label'], text: value })),
    );
    return typeof found === 'string' ? found : words({ text, spans: found });
  };

  it('finds values in any order and gives them in that of the text', () => {
    expect(at('12 Main St, Austin', ['city', 'Austin'], ['road', 'Main St'], ['house_number', '12'])).toEqual(
      ['house_number=12', 'road=Main St', 'city=Austin'],
    );
  });

  it('lets the longest take its place first', () => {
    expect(
      at('Bay 12, 12 Oak Road', ['house_number', '12'], ['unit', 'Bay 12'], ['road', 'Oak Road']),
    ).toEqual(['unit=Bay 12', 'house_number=12', 'road=Oak Road']);
  });

  it('gives equal values their places in the order given', () => {
    expect(at('New York, New York', ['city', 'New York'], ['state', 'New York'])).toEqual([
      'city=New York',
      'state=New York',
    ]);
  });

  it('takes another case only when the exact one is nowhere', () => {
    expect(at('LEEDS road, Leeds', ['city', 'Leeds'])).toEqual(['city=Leeds']);
    expect(at('4 KINGS ROAD', ['road', 'Kings Road'])).toEqual(['road=KINGS ROAD']);
  });

  it('never cuts a word or a number, but divides letters from digits and scripts without blanks', () => {
    expect(at('123 Oakley', ['house_number', '12'])).toBe("the house_number '12' does not stand in the text");
    expect(at('123 Oakley', ['road', 'Oak'])).toBe("the road 'Oak' does not stand in the text");
    expect(at('12B Oakley', ['house_number', '12'], ['unit', 'B'])).toEqual(['house_number=12', 'unit=B']);
    expect(at('東京都千代田区丸の内1', ['state', '東京都'], ['city_district', '千代田区'])).toEqual([
      'state=東京都',
      'city_district=千代田区',
    ]);
  });

  it('says so when all places are taken', () => {
    expect(at('Leeds', ['city', 'Leeds'], ['suburb', 'Leeds'])).toBe(
      "the suburb 'Leeds' overlaps another part wherever it stands in the text",
    );
  });
});

describe('JSONL', () => {
  it('counts code points in spans', async () => {
    const text = '🏠🏠 12 Main St';
    const line = await one(
      'a.jsonl',
      `${JSON.stringify({
        text,
        spans: [
          [6, 13, 'road'],
          [3, 5, 'house_number'],
        ],
        country: 'us',
      })}\n`,
    );
    expect(words(line)).toEqual(['house_number=12', 'road=Main St']);
    expect(line.country).toBe('US');
    expect(line.source).toBe(`${folder}/a.jsonl:1`);
  });

  it('takes components as an object, with lists, or as parse --json writes them', async () => {
    const text = 'Opp. Mall, Near Bank, Pune';
    const expected = ['near=Opp. Mall', 'near=Near Bank', 'city=Pune'];
    const object = { text, components: { city: 'Pune', near: ['Opp. Mall', 'Near Bank'] } };
    expect(words(await one('b.jsonl', JSON.stringify(object)))).toEqual(expected);
    const list = {
      text,
      components: [
        { label: 'near', text: 'Opp. Mall', start: 99, end: 100 },
        { label: 'near', text: 'Near Bank' },
        { label: 'city', text: 'Pune' },
      ],
      country: null,
      confidence: 0.4,
    };
    expect(words(await one('c.jsonl', JSON.stringify(list)))).toEqual(expected);
  });

  it('passes over empty lines and a byte order mark, and makes the text when there is none', async () => {
    const line = await one('d.jsonl', '\ufeff{"components":{"road":"Oak Road","city":"Leeds"}}\r\n\n');
    expect(line.text).toBe('Oak Road, Leeds');
    expect(words(line)).toEqual(['road=Oak Road', 'city=Leeds']);
  });

  const good = '{"text":"Leeds","components":{"city":"Leeds"}}\n';
  const cases: [string, string, RegExp][] = [
    ['no JSON', '{"text":', /^e\.jsonl:2: expected a JSON object: /],
    ['no object', '[1]', /^e\.jsonl:2: expected a JSON object$/],
    ['no parts', '{"text":"x"}', /^e\.jsonl:2: expected "spans" or "components"$/],
    [
      'an unknown label',
      '{"text":"x","components":{"town":"x"}}',
      /^e\.jsonl:2: expected one of house, .* but found 'town'$/,
    ],
    ['a number as text', '{"text":12,"components":{}}', /^e\.jsonl:2: expected a string as "text"$/],
    ['a number as part', '{"text":"12","components":{"unit":12}}', /^e\.jsonl:2: expected text as unit$/],
    ['an empty text', '{"text":" ","components":{}}', /^e\.jsonl:2: expected a text but it is empty$/],
    [
      'only empty parts',
      '{"text":"x","components":{"city":""}}',
      /^e\.jsonl:2: expected at least one labelled part$/,
    ],
    ['spans without text', '{"spans":[]}', /^e\.jsonl:2: expected "text" beside "spans"$/],
    ['spans of another shape', '{"text":"x","spans":[{}]}', /^e\.jsonl:2: expected "spans" as a list of/],
    [
      'a span outside',
      '{"text":"x","spans":[[0,2,"city"]]}',
      /^e\.jsonl:2: the city from 0 to 2 does not lie inside/,
    ],
    [
      'a span that overlaps',
      '{"text":"abc","spans":[[0,2,"city"],[1,3,"road"]]}',
      /^e\.jsonl:2: the road from 1 to 3 overlaps/,
    ],
    [
      'an unknown span label',
      '{"text":"abc","spans":[[0,2,"town"]]}',
      /^e\.jsonl:2: expected one of .* 'town'$/,
    ],
    [
      'a wrong country',
      '{"text":"x","components":{"city":"x"},"country":"Poland"}',
      /^e\.jsonl:2: .*found 'Poland'$/,
    ],
    [
      'half a surrogate pair',
      '{"text":"x\\ud800","components":{"city":"x"}}',
      /^e\.jsonl:2: expected well-formed text/,
    ],
  ];
  it.each(cases)('names the line with %s', async (_, bad, message) => {
    expect(await fault('e.jsonl', good + bad)).toMatch(message);
  });
});

describe('CSV', () => {
  it('reads label columns in any case, repeated parts, the country code, and leaves others alone', async () => {
    const line = await one(
      'a.csv',
      'id;Address;House Number;road;near;country;Country_Code\n7;"12 Oak Road; Opp. Mall; Near Bank; India";12;Oak Road;Opp. Mall|Near Bank;India;in\n',
    );
    expect(words(line)).toEqual([
      'house_number=12',
      'road=Oak Road',
      'near=Opp. Mall',
      'near=Near Bank',
      'country=India',
    ]);
    expect(line.country).toBe('IN');
  });

  it('joins the parts where there is no address column', async () => {
    const line = await one('b.csv', 'house_number,road,city\n12,Oak Road,\n');
    expect(line.text).toBe('12, Oak Road');
    expect(words(line)).toEqual(['house_number=12', 'road=Oak Road']);
  });

  it('names the first line of a row that spans lines', async () => {
    expect(await fault('c.csv', 'address,city\n"Oak\nRoad, Leeds",Leeds\n"a\nb",York\n')).toBe(
      "c.csv:4: the city 'York' does not stand in the text",
    );
  });

  it('names all bad lines together', async () => {
    expect(await fault('d.csv', 'address,city\nLeeds,Leeds\nx,Leeds\nx,y,z\n')).toBe(
      "2 lines cannot be used\nd.csv:3: the city 'Leeds' does not stand in the text\nd.csv:4: expected 2 cells as in the header but found 3",
    );
  });

  it('takes a misspelt label for a mistake, not for another column', async () => {
    expect(await fault('e.csv', 'address,house_numbr\nx,x\n')).toBe(
      "e.csv:1: the column 'house_numbr' is no label. Did you mean 'house_number'?",
    );
    expect(await fault('f.csv', 'address,note\nx,x\n')).toMatch(
      /^f\.csv:1: expected columns named as labels/,
    );
  });

  it('can have its text in another column', async () => {
    const path = file('g.csv', 'full,city\n"Leeds, UK",Leeds\n');
    const { lines } = await readLabelledLines([path], { addressColumn: 'full' });
    expect(lines[0]?.text).toBe('Leeds, UK');
    await expect(readLabelledLines([path], { addressColumn: 'text' })).rejects.toMatchObject({
      code: 'ERR_LINES',
      message: expect.stringContaining("expected a column 'text'"),
    });
  });

  it('is ERR_CSV when quotes are broken, ERR_ENCODING when it is not UTF-8, ERR_NO_INPUT when it is not there', async () => {
    await expect(readLabelledLines([file('h.csv', 'address,city\n"x,y\n')])).rejects.toMatchObject({
      code: 'ERR_CSV',
    });
    writeFileSync(join(folder, 'i.csv'), Buffer.from('address,city\nStra\xdfe,x\n', 'latin1'));
    await expect(readLabelledLines([join(folder, 'i.csv')])).rejects.toMatchObject({ code: 'ERR_ENCODING' });
    await expect(readLabelledLines([join(folder, 'j.csv')])).rejects.toMatchObject({ code: 'ERR_NO_INPUT' });
  });

  it('leaves bad lines out when told to', async () => {
    const path = file('k.csv', 'address,city\nLeeds,Leeds\nx,Leeds\n');
    const { lines, skipped } = await readLabelledLines([path], { skipBad: true });
    expect(lines.map((line) => line.text)).toEqual(['Leeds']);
    expect(skipped).toEqual([`${path}:3: the city 'Leeds' does not stand in the text`]);
  });
});

describe('split', () => {
  const line = (text: string): LabelledLine => ({ text, spans: [{ label: 'road', start: 0, end: 1 }] });

  it('holds about the share out, the same lines every time', () => {
    const lines = Array.from({ length: 2000 }, (_, i) =>
      line(`Street ${String.fromCharCode(97 + (i % 26))}${'xyz'.repeat(i % 77)}`),
    );
    const distinct = new Set(lines.map(({ text }) => text)).size;
    const { train, heldOut } = split(lines, 20);
    expect(heldOut.length / distinct).toBeGreaterThan(0.15);
    expect(heldOut.length / distinct).toBeLessThan(0.25);
    expect(split([...lines].reverse(), 20).train.length).toBe(train.length);
  });

  it('never trains on the like of a held-out line, and holds one of a kind out', () => {
    const kinds = Array.from({ length: 300 }, (_, i) => `Kind ${String.fromCodePoint(0x4e00 + i)} road`);
    const lines = kinds.flatMap((kind) => [
      line(`1 ${kind}`),
      line(`7, ${kind.toUpperCase()}.`),
      line(`3 ${kind}`),
    ]);
    const { train, heldOut } = split(lines, 30);
    const kindOf = ({ text }: LabelledLine) => /[\u4e00-\u9fff]/.exec(text)?.[0];
    const held = heldOut.map(kindOf);
    expect(new Set(held).size).toBe(held.length);
    expect(train.filter((one) => held.includes(kindOf(one)))).toEqual([]);
    expect(train.length).toBe(3 * (300 - held.length));
  });
});
