import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../lib/engine/index.js';
import { reliability, topHalf } from '../../lib/eval/calibration.js';
import { evaluate, share, sideBySide, Tally } from '../../lib/eval/index.js';
import { compare, isRight, type Part } from '../../lib/eval/tally.js';
import type { LabelledLine } from '../../lib/labelled/index.js';
import { evaluationHtml } from '../../lib/report/evaluation-html.js';

/** Parts by their words, in the order of the text. */
function parts(text: string, ...named: [string, string][]): Part[] {
  let from = 0;
  return named.map(([label, words]) => {
    const start = text.indexOf(words, from);
    from = start + words.length;
    return { label, start, end: from };
  });
}

describe('Tally', () => {
  const text = 'Flat 3, Oak Road, Leeds LS1 4DY';
  const spans = parts(
    text,
    ['unit', 'Flat 3'],
    ['road', 'Oak Road'],
    ['city', 'Leeds'],
    ['postcode', 'LS1 4DY'],
  );
  const line = { text, spans };

  it('counts a line as right whose words are, whatever the separators', () => {
    const tally = new Tally();
    const other = spans.map((part, i) =>
      i === 1 ? { ...part, start: part.start - 2, end: part.end + 1 } : part,
    );
    expect(tally.add(line, other)).toBe(true);
    expect([tally.lines, tally.fullRight, tally.tokens, tally.tokensRight]).toEqual([1, 1, 7, 7]);
  });

  it('counts words, labels and confusions of one that is wrong', () => {
    const tally = new Tally();
    const found = parts(text, ['unit', 'Flat 3'], ['road', 'Oak'], ['city', 'Road, Leeds']);
    expect(tally.add(line, found)).toBe(false);
    expect([tally.fullRight, tally.tokens, tally.tokensRight]).toEqual([0, 7, 4]);
    expect(Object.fromEntries(tally.labels)).toEqual({
      unit: { gold: 1, predicted: 1, right: 1 },
      road: { gold: 1, predicted: 1, right: 0 },
      city: { gold: 1, predicted: 1, right: 0 },
      postcode: { gold: 1, predicted: 0, right: 0 },
    });
    expect(Object.fromEntries(tally.confusions)).toEqual({ 'road as city': 1, 'postcode as none': 2 });
  });

  it('joins neighbours of one label, and leaves words without a gold label alone', () => {
    const two = 'Opp Mall, Near Bank (call first)';
    const gold = parts(two, ['near', 'Opp Mall'], ['near', 'Near Bank']);
    const tally = new Tally();
    expect(tally.add({ text: two, spans: gold }, [{ label: 'near', start: 0, end: two.length }])).toBe(true);
    expect(tally.labels.get('near')).toEqual({ gold: 1, predicted: 1, right: 1 });
  });

  it('says of each found component whether it is right', () => {
    const found = parts(text, ['unit', 'Flat'], ['road', 'Oak Road'], ['city', 'Leeds LS1']);
    const comparison = compare(line, found);
    expect(found.map((part) => isRight(comparison, part))).toEqual([false, true, false]);
    expect(isRight(compare({ text, spans: spans.slice(0, 1) }, found), found[2] as Part)).toBeUndefined();
  });
});

describe('shares', () => {
  it('have the Wilson interval', () => {
    // 15 of 20, as in the tables of Newcombe 1998 to three places.
    expect(share(15, 20)).toMatchObject({ right: 15, all: 20, share: 0.75 });
    expect(share(15, 20).low).toBeCloseTo(0.531, 3);
    expect(share(15, 20).high).toBeCloseTo(0.888, 3);
    expect(share(0, 0)).toEqual({ right: 0, all: 0, share: 0, low: 0, high: 1 });
    expect([share(0, 10).low, share(10, 10).high]).toEqual([expect.closeTo(0, 9), expect.closeTo(1, 9)]);
  });
});

describe('confidence', () => {
  const outcomes = [
    { confidence: 1, right: true },
    { confidence: 0.95, right: true },
    { confidence: 0.55, right: false },
    { confidence: 0.51, right: true },
  ];

  it('is compared with what came true, range by range', () => {
    const { bins, expectedError } = reliability(outcomes);
    expect(bins.map(({ from, to, right }) => [from, to, right.right, right.all])).toEqual([
      [0.5, 0.6, 1, 2],
      [0.9, 1, 2, 2],
    ]);
    expect(bins.map(({ said }) => said)).toEqual([expect.closeTo(0.53, 9), expect.closeTo(0.975, 9)]);
    expect(expectedError).toBeCloseTo((0.03 * 2 + 0.025 * 2) / 4, 9);
    expect(reliability([])).toEqual({ bins: [], expectedError: 0 });
  });

  it('chooses the better half', () => {
    expect(topHalf(outcomes)).toMatchObject({ right: 2, all: 2 });
    expect(topHalf(outcomes.slice(0, 3))).toMatchObject({ right: 2, all: 2 });
  });
});

describe('evaluate', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.open({ backend: 'cpu', threads: 1 });
  });
  afterAll(() => engine.close());

  const text = '<b>350</b> 5th Ave & "x", New York, NY 10118';
  const hostile: LabelledLine = {
    text,
    spans: parts(
      text,
      ['other', '350'],
      ['island', '5th Ave'],
      ['city', 'New York'],
    ) as LabelledLine['spans'],
    country: 'US',
    source: 'a<i>.csv:2',
  };
  const plain = '10 Downing Street, London SW1A 2AA';
  const right: LabelledLine = {
    text: plain,
    spans: parts(
      plain,
      ['house_number', '10'],
      ['road', 'Downing Street'],
      ['city', 'London'],
      ['postcode', 'SW1A 2AA'],
    ) as LabelledLine['spans'],
    country: 'GB',
  };

  it('gives counts, groups, confidence and the wrong lines', async () => {
    const found = await evaluate(engine, [right, hostile]);
    expect(found).toMatchObject({
      model: { sha256: engine.info.model.sha256 },
      lines: 2,
      full: { right: 1, all: 2 },
      token: { all: 11 },
      countryInferred: { right: 2, all: 2 },
    });
    expect(found.countries.map(({ name, full }) => [name, full.right, full.all])).toEqual([
      ['GB', 1, 1],
      ['US', 0, 1],
    ]);
    expect(found.worst).toHaveLength(1);
    expect(found.worst[0]).toMatchObject({ source: 'a<i>.csv:2', text, country: 'US' });
    expect(found.confusions.map(({ gold }) => gold)).toContain('island');
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it('keeps as many wrong lines as are asked for, the most confident first', async () => {
    const wrong = Array.from({ length: 5 }, (_, i) => {
      const words = `${i}${i} Oak Road, Leeds`;
      return { text: words, spans: [{ label: 'island' as const, start: 0, end: words.length }] };
    });
    const found = await evaluate(engine, wrong, { worst: 3 });
    expect(found.worst).toHaveLength(3);
    const confidences = found.worst.map(({ confidence }) => confidence);
    expect([...confidences].sort((a, b) => b - a)).toEqual(confidences);
    expect(found.countryInferred).toBeNull();
  });

  it('refuses lines that are not sound, and stops for a signal', async () => {
    const bad = { text: 'x', spans: [{ label: 'town', start: 0, end: 1 }] } as unknown as LabelledLine;
    await expect(evaluate(engine, [right, bad])).rejects.toMatchObject({
      code: 'ERR_LINES',
      message: expect.stringMatching(/^line 1: expected one of/),
    });
    await expect(evaluate(engine, [right], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ERR_ABORTED',
    });
  });

  it('becomes a page where nothing of the lines is markup and nothing is fetched', async () => {
    const html = evaluationHtml(await evaluate(engine, [hostile]));
    expect(html).toContain('&lt;b&gt;350&lt;/b&gt;');
    expect(html).toContain('a&lt;i&gt;.csv:2');
    expect(html).not.toMatch(/<b>|<i>|<script|\bsrc=|\bhref=|url\(|@import/);
    for (const title of [
      'Labels',
      'Countries',
      'Confusions',
      'Confidence of addresses',
      'Wrong with most confidence',
    ])
      expect(html).toContain(`<h2>${title}</h2>`);
  });
});

describe('sideBySide', () => {
  const line = (gold: [string, string][], found: [string, string][]) => ({
    source: null,
    text: 'Bay 1 Dock B Hall, Oak Road',
    confidence: 0.5,
    country: null,
    inferredCountry: null,
    gold: gold.map(([label, text]) => ({ label, text })),
    found: found.map(([label, text]) => ({ label, text })),
  });

  it('aligns by place: what covers more stands beside the first', () => {
    const rows = sideBySide(
      line(
        [
          ['unit', 'Bay 1'],
          ['entrance', 'Dock B'],
          ['house', 'Hall'],
          ['road', 'Oak Road'],
        ],
        [
          ['house', 'Bay 1 Dock B Hall'],
          ['road', 'Oak Road'],
        ],
      ),
    );
    expect(rows.map(({ goldText, foundText, same }) => [goldText, foundText, same])).toEqual([
      ['Bay 1', 'Bay 1 Dock B Hall', false],
      ['Dock B', '', false],
      ['Hall', '', false],
      ['Oak Road', 'Oak Road', true],
    ]);
  });

  it('shows what was found where gold has nothing', () => {
    const rows = sideBySide(
      line(
        [['road', 'Oak Road']],
        [
          ['unit', 'Bay 1'],
          ['road', 'Oak'],
          ['road', 'Road'],
        ],
      ),
    );
    expect(rows.map(({ goldText, foundText }) => [goldText, foundText])).toEqual([
      ['', 'Bay 1'],
      ['Oak Road', 'Oak'],
      ['', 'Road'],
    ]);
  });
});
