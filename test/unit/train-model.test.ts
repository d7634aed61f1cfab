import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { Engine, modelDescription } from '../../lib/engine/index.js';
import { evaluate } from '../../lib/eval/index.js';
import { type LabelledLine, readLabelledLines } from '../../lib/labelled/index.js';
import { trainModel } from '../../lib/train/index.js';
import { packLines } from '../../lib/train/pack-lines.js';
import { addonPath, binding, MODEL_PATH, model, PRELUDE, runNode, untyped } from './engine-support.js';

const folder = mkdtempSync(join(tmpdir(), 'posthaste-train-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { lines } = await readLabelledLines([join(import.meta.dirname, '../../examples/training/bays.csv')]);

async function shareRight(bytes: Uint8Array | undefined, measured: LabelledLine[]): Promise<number> {
  const path = join(folder, 'measured.model');
  if (bytes !== undefined) writeFileSync(path, bytes);
  await using engine = await Engine.open({ backend: 'cpu', modelPath: bytes === undefined ? null : path });
  return (await evaluate(engine, measured)).full.share;
}

describe('trainModel', () => {
  it('learns what the base does not know, from lines that the measured ones are not among', async () => {
    const trained = await trainModel(lines, { holdOut: 30 });
    // Two of the held-out lines are alike, so one of them does not count.
    expect(trained.trained + trained.heldOut.length).toBe(lines.length - 1);
    expect(trained.heldOut.length).toBeGreaterThan(5);
    expect(trained.losses.at(-1)).toBeLessThan(trained.losses[0] as number);
    expect(trained.calibrated).toBe(false);
    const [before, after] = [
      await shareRight(undefined, trained.heldOut),
      await shareRight(trained.bytes, trained.heldOut),
    ];
    expect(after).toBeGreaterThan(before);
  });

  it('gives the same bytes again, and others for another seed', async () => {
    const [one, two, three] = [
      await trainModel(lines, { passes: 2 }),
      await trainModel(lines, { passes: 2 }),
      await trainModel(lines, { passes: 2, seed: 2 }),
    ];
    expect(two.sha256).toBe(one.sha256);
    expect(two.bytes.equals(one.bytes)).toBe(true);
    expect(three.sha256).not.toBe(one.sha256);
  });

  it('tells in the model what went in, and goes on from what it made', async () => {
    const first = await trainModel(lines, { passes: 1, rate: 0.03, seed: 5 });
    const origin = modelDescription(model);
    expect(modelDescription(first.bytes)).toMatchObject({
      passes: 1,
      rate: 0.03,
      seed: 5,
      fromScratch: false,
      lines: first.trained,
      calibratedOn: 0,
      base: first.base.sha256,
      origin,
    });
    const path = join(folder, 'first.model');
    writeFileSync(path, first.bytes);
    const second = await trainModel(lines, { from: path, passes: 1 });
    expect(second.base.sha256).toBe(first.sha256);
    expect(modelDescription(second.bytes).scale).toBe(modelDescription(first.bytes).scale);
  });

  it('starts from scratch with the tables of the base', async () => {
    const trained = await trainModel(lines, { fromScratch: true, holdOut: 30 });
    expect(await shareRight(trained.bytes, trained.heldOut)).toBeGreaterThan(0.5);
    // What it was not told of, it does not know.
    const text = 'C/ Mayor 4, 2º A, 28013 Madrid';
    const unknown: LabelledLine = { text, spans: [{ label: 'level', start: 12, end: 14 }] };
    expect(await shareRight(undefined, [unknown])).toBe(1);
    expect(await shareRight(trained.bytes, [unknown])).toBe(0);
  });

  it('fits confidences when enough lines are held out', async () => {
    const many = Array.from({ length: 26 * 26 }, (_, i) => {
      const name = `${String.fromCharCode(65 + (i % 26))}${String.fromCharCode(97 + Math.floor(i / 26))}`;
      const text = `Bay ${i}, ${name}ton Road, Leeds`;
      const road = text.indexOf(',') + 2;
      const spans: LabelledLine['spans'] = [
        { label: 'unit', start: 0, end: road - 2 },
        { label: 'road', start: road, end: road + name.length + 8 },
        { label: 'city', start: text.length - 5, end: text.length },
      ];
      return { text, spans };
    });
    const trained = await trainModel(many, { passes: 3, holdOut: 50 });
    expect(trained.heldOut.length).toBeGreaterThanOrEqual(200);
    expect(trained.calibrated).toBe(true);
    expect(modelDescription(trained.bytes).calibratedOn).toBe(trained.heldOut.length);
    writeFileSync(join(folder, 'fitted.model'), trained.bytes);
    await using engine = await Engine.open({ backend: 'cpu', modelPath: join(folder, 'fitted.model') });
    const { calibration, full } = await evaluate(engine, trained.heldOut);
    expect(full.share).toBeGreaterThan(0.9);
    expect(calibration.address.expectedError).toBeLessThan(0.05);
  });

  it('stops for a signal without waiting for its passes', async () => {
    const started = Date.now();
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('enough')), 100);
    await expect(trainModel(lines, { passes: 1000, signal: abort.signal })).rejects.toMatchObject({
      code: 'ERR_ABORTED',
      cause: expect.objectContaining({ message: 'enough' }),
    });
    expect(Date.now() - started).toBeLessThan(5000);
    await expect(trainModel(lines, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ERR_ABORTED',
    });
  });

  it('leaves the event loop free', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    await trainModel(lines, { passes: 200 });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(20);
  });

  const bad: [string, LabelledLine[], object, string, RegExp][] = [
    ['no lines', [], {}, 'ERR_LINES', /none is left/],
    [
      'a span outside',
      [{ text: 'x', spans: [{ label: 'city', start: 0, end: 2 }], source: 'f:3' }],
      {},
      'ERR_LINES',
      /^f:3: the city from 0 to 2/,
    ],
    ['no passes', lines, { passes: 0 }, 'ERR_OPTION', /integer between 1 and 1000 for passes but received 0/],
    ['a rate that is none', lines, { rate: Number.NaN }, 'ERR_OPTION', /for rate but received NaN/],
    ['all held out', lines, { holdOut: 91 }, 'ERR_OPTION', /for holdOut/],
    [
      'a base that is not there',
      lines,
      { from: join(folder, 'nowhere') },
      'ERR_MODEL',
      /Cannot read the model/,
    ],
    ['a base that is none', lines, { from: import.meta.filename }, 'ERR_MODEL', /not a posthaste model/],
  ];
  it.each(bad)('refuses %s', async (_, some, options, code, message) => {
    await expect(trainModel(some, options)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});

describe('startTraining of the addon', () => {
  const spec = () => ({
    model,
    lines: packLines(lines.slice(0, 3)),
    keptApart: 0,
    calibrates: false,
    fromScratch: false,
    passes: 1,
    rate: 0.02,
    squares: 10,
    scale: 108,
    seed: 1,
    description: '{}\n',
  });

  it('takes offsets in bytes', () => {
    const text = '😀 Straße 12';
    const packed = packLines([
      {
        text,
        spans: [
          { label: 'road', start: 3, end: 9 },
          { label: 'house_number', start: 10, end: 12 },
        ],
        country: 'DE',
      },
    ]);
    expect([...packed.spans]).toEqual([4, 5, 12, 3, 13, 15]);
    expect([...packed.offsets]).toEqual([0, 15]);
    expect([...packed.countries]).toEqual([0x4445]);
  });

  const wrong: [string, (good: ReturnType<typeof spec>) => object][] = [
    ['no spec', () => 7 as unknown as object],
    ['a scale of zero', (good) => ({ ...good, scale: 0 })],
    ['a seed that is none', (good) => ({ ...good, seed: -1 })],
    [
      'offsets that fall',
      (good) => ({
        ...good,
        lines: { ...good.lines, offsets: Uint32Array.of(0, 9, 5, good.lines.text.length) },
      }),
    ],
    ['offsets beyond the text', (good) => ({ ...good, lines: { ...good.lines, text: new Uint8Array(3) } })],
    ['too few countries', (good) => ({ ...good, lines: { ...good.lines, countries: new Uint16Array(2) } })],
    [
      'spans beyond their line',
      (good) => ({
        ...good,
        lines: { ...good.lines, first: Uint32Array.of(0, 1, 1, 1), spans: Uint32Array.of(1, 0, 9999) },
      }),
    ],
    [
      'a label that is none',
      (good) => ({
        ...good,
        lines: { ...good.lines, first: Uint32Array.of(0, 1, 1, 1), spans: Uint32Array.of(20, 0, 1) },
      }),
    ],
    ['an array of another type', (good) => ({ ...good, lines: { ...good.lines, spans: [] } })],
  ];
  it.each(wrong)('refuses %s with ERR_OPTION', (_, change) => {
    expect(() => untyped.startTraining(change(spec()))).toThrow(
      expect.objectContaining({ code: 'ERR_OPTION' }),
    );
  });

  it('trains what is sound', async () => {
    const trained = await binding.startTraining(spec()).result;
    expect(trained?.losses).toHaveLength(1);
    expect(binding.modelDescription(trained?.model as Buffer)).toBe('{}\n');
  });

  it('stops when its worker thread is terminated', async () => {
    const code = `
      const text = Buffer.from('12 Main St');
      const lines = { text, offsets: Uint32Array.of(0, 10), countries: Uint16Array.of(0), first: Uint32Array.of(0, 1), spans: Uint32Array.of(4, 3, 10) };
      const more = { keptApart: 0, calibrates: false, fromScratch: true, passes: 1000, rate: 1, squares: 1, scale: 100, seed: 1, description: '' };
      const many = 20000;
      const big = { text: Buffer.alloc(10 * many, text), offsets: Uint32Array.from({ length: many + 1 }, (_, i) => 10 * i), countries: new Uint16Array(many), first: new Uint32Array(many + 1), spans: new Uint32Array(0) };
      addon.startTraining({ model, lines: big, ...more }).result.then(() => console.log('done'));
      require('worker_threads').parentPort.postMessage('busy');
    `;
    process.env.POSTHASTE_TEST_ADDON = addonPath;
    process.env.POSTHASTE_TEST_MODEL = MODEL_PATH;
    const busy = new Worker(PRELUDE + code, { eval: true });
    await new Promise((resolve, reject) => busy.once('message', resolve).once('error', reject));
    const started = Date.now();
    await busy.terminate();
    expect(Date.now() - started).toBeLessThan(20_000);
  });

  it('ends with its process, in mid-work', async () => {
    const built = new URL('../../dist/index.js', import.meta.url).href;
    const code = `
      const text = '12 Main St';
      const lines = Array.from({ length: 20000 }, () => ({ text, spans: [{ label: 'road', start: 3, end: 10 }] }));
      import(${JSON.stringify(built)}).then(({ trainModel }) => {
        trainModel(lines, { passes: 1000, holdOut: 0 }).then(() => console.log('done'));
        setTimeout(() => process.exit(7), 500);
      });
    `;
    const started = Date.now();
    expect(await runNode(code)).toEqual({ code: 7, signal: null, output: '' });
    expect(Date.now() - started).toBeLessThan(20_000);
  });
});
