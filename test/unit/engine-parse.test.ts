import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Engine } from '../../lib/engine/index.js';
import { PosthasteError } from '../../lib/errors.js';
import type { ParsedAddress } from '../../lib/types.js';

const ADDRESS = '12 Main Street, Apt 4B, Austin, TX 78701';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 2 });
});
afterAll(() => engine.close());

const part = (parsed: ParsedAddress, label: string) =>
  parsed.components.find((component) => component.label === label)?.text;

function checkShape(parsed: ParsedAddress, text: string): void {
  expect(parsed.text).toBe(text);
  expect(parsed.confidence).toBeGreaterThanOrEqual(0);
  expect(parsed.confidence).toBeLessThanOrEqual(1);
  let last = 0;
  for (const component of parsed.components) {
    expect(component.start).toBeGreaterThanOrEqual(last);
    expect(component.end).toBeGreaterThan(component.start);
    expect(component.end).toBeLessThanOrEqual(text.length);
    expect(component.text).toBe(text.slice(component.start, component.end));
    expect(engine.info.labels).toContain(component.label);
    last = component.end;
  }
}

describe('parse', () => {
  test('an address', async () => {
    const parsed = await engine.parse(ADDRESS);
    checkShape(parsed, ADDRESS);
    expect(part(parsed, 'house_number')).toBe('12');
    expect(part(parsed, 'road')).toBe('Main Street');
    expect(part(parsed, 'city')).toBe('Austin');
    expect(part(parsed, 'postcode')).toBe('78701');
    expect(parsed.country).toBe('US');
  });

  test('nothing', async () => {
    for (const text of ['', ' ', ',,,', '\n']) {
      const parsed = await engine.parse(text);
      expect(parsed).toMatchObject({ text, components: [] });
    }
  });

  test('a country that is given, for the call or for the engine', async () => {
    expect((await engine.parse('12 Main Street', { country: 'au' })).country).toBe('AU');
    await using own = await Engine.open({ threads: 1, country: 'NZ' });
    expect((await own.parse('12 Main Street')).country).toBe('NZ');
    expect((await own.parse('12 Main Street', { country: 'GB' })).country).toBe('GB');
  });

  test.each([undefined, null, 7, {}])('refuses %j', async (wrong) => {
    await expect(engine.parse(wrong as string)).rejects.toMatchObject({ code: 'ERR_OPTION' });
    await expect(engine.parseMany([ADDRESS, wrong as string])).rejects.toThrow('address 1');
  });

  test('an error has the stack of the call', async () => {
    const own = await Engine.open({ threads: 1 });
    await own.close();
    const error = await (async function whoAsked() {
      await own.parse(ADDRESS);
    })().catch((thrown: unknown) => thrown as Error);
    expect((error as Error).stack).toContain('whoAsked');
    expect(error).toMatchObject({ code: 'ERR_CLOSED', name: 'PosthasteError' });
  });
});

describe('offsets are UTF-16 code units', () => {
  test('astral characters and lone surrogates', async () => {
    const texts = [
      `😀 ${ADDRESS}`,
      `\ud83d ${ADDRESS}`,
      `\ude00\ud83d, ${ADDRESS}`,
      `${ADDRESS} 🏠🏠`,
      `𝟙𝟚 ${ADDRESS}`,
    ];
    for (const text of texts) {
      const parsed = await engine.parse(text);
      checkShape(parsed, text);
      expect(part(parsed, 'postcode')).toContain('78701');
    }
  });

  test('any text, one by one and together', async () => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(unit, { maxLength: 40 }).map((units) => units.join('')),
      fc.constant(ADDRESS),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 12 }), async (texts) => {
        const together = await engine.parseMany(texts);
        expect(together).toHaveLength(texts.length);
        for (const [i, parsed] of together.entries()) {
          checkShape(parsed, texts[i] ?? '');
          expect(await engine.parse(texts[i] ?? '')).toEqual(parsed);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('parseMany', () => {
  const numbered = (count: number) => Array.from({ length: count }, (_, i) => `${i + 1} Main Street, Austin`);
  const all = async (source: AsyncIterable<ParsedAddress>) => {
    const parsed: ParsedAddress[] = [];
    for await (const address of source) parsed.push(address);
    return parsed;
  };

  test('an array, in order', async () => {
    const parsed = await engine.parseMany(numbered(10_000));
    expect(parsed).toHaveLength(10_000);
    for (const [i, address] of parsed.entries()) expect(part(address, 'house_number')).toBe(`${i + 1}`);
    expect(await engine.parseMany([])).toEqual([]);
  });

  test('iterables of both kinds give what the array gives', async () => {
    const texts = numbered(3000);
    const expected = await engine.parseMany(texts);
    expect(await all(engine.parseMany(new Set(texts)))).toEqual(expected);
    async function* source() {
      for (const [i, text] of texts.entries()) {
        if (i % 700 === 3) await new Promise((resolve) => setTimeout(resolve, 2));
        yield text;
      }
    }
    expect(await all(engine.parseMany(source()))).toEqual(expected);
    expect(await all(engine.parseMany(new Set<string>()))).toEqual([]);
  });

  test('a slow source is answered address by address', async () => {
    let answered = 0;
    async function* source() {
      for (let i = 0; i < 5; i++) {
        // The next one comes only when the last one was answered.
        expect(answered).toBe(i);
        yield `${i} Main Street`;
        while (answered === i) await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
    for await (const _ of engine.parseMany(source())) answered++;
    expect(answered).toBe(5);
  });

  test('a source without end is read only so far ahead, and ended with the reader', async () => {
    let read = 0;
    let ended = false;
    function* source() {
      try {
        for (;;) yield `${read++} Main Street`;
      } finally {
        ended = true;
      }
    }
    let seen = 0;
    for await (const _ of engine.parseMany(source())) if (++seen === 100) break;
    expect(read).toBeLessThan(5000);
    expect(ended).toBe(true);
  });

  test('an error of the source, and an address that is none', async () => {
    async function* broken() {
      yield ADDRESS;
      throw new RangeError('from the source');
    }
    await expect(all(engine.parseMany(broken()))).rejects.toThrow(new RangeError('from the source'));
    await expect(all(engine.parseMany(new Set([ADDRESS, 5 as never])))).rejects.toThrow(PosthasteError);
    for (const wrong of ['a string', 7, null, undefined]) {
      expect(() => engine.parseMany(wrong as never)).toThrow('Expected an array or an iterable');
    }
  });

  test('aborting', async () => {
    const abort = new AbortController();
    const parsing = engine.parseMany(numbered(50_000), { signal: abort.signal });
    setTimeout(() => abort.abort('enough'), 5);
    await expect(parsing).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: 'enough' });
    await expect(engine.parse(ADDRESS, { signal: abort.signal })).rejects.toMatchObject({
      code: 'ERR_ABORTED',
    });
    const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
    const waiting = new AbortController();
    setTimeout(() => waiting.abort(), 5);
    await expect(all(engine.parseMany(never, { signal: waiting.signal }))).rejects.toMatchObject({
      code: 'ERR_ABORTED',
    });
    expect(part(await engine.parse(ADDRESS), 'city')).toBe('Austin');
  });
});
