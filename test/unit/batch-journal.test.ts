import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Journal, readJournal } from '../../lib/batch/journal.js';
import { formatEntry, type JournalEntry } from '../../lib/batch/journal-entry.js';
import { Place } from './batch-support.js';

const done = (file: number): JournalEntry => ({ type: 'done', file });

async function written(place: Place, entries: JournalEntry[]): Promise<string> {
  const file = place.write('journal.jsonl', '');
  const journal = await Journal.open(file, 'b', () => undefined);
  await Promise.all(entries.map((entry) => journal.append(entry)));
  await journal.close();
  return file;
}

async function replayed(file: string): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  await readJournal(file, 'b', (entry) => entries.push(entry));
  return entries;
}

const damaged = expect.objectContaining({
  code: 'ERR_STATE',
  message: expect.stringContaining('new batch job'),
});

describe('the journal', () => {
  test('gives back what was appended, in order', async () => {
    using place = new Place();
    const entries = Array.from({ length: 500 }, (_, i) => done(i));
    const file = await written(place, entries);
    expect((await replayed(file)).slice(1)).toEqual(entries);
  });

  test('drops a line that a crash tore, wherever it tore', async () => {
    using place = new Place();
    const file = await written(place, [done(0), done(1)]);
    const whole = readFileSync(file);
    const lastLine = whole.lastIndexOf(10, whole.length - 2) + 1;
    for (let length = lastLine; length < whole.length; length++) {
      writeFileSync(file, whole);
      truncateSync(file, length);
      expect((await replayed(file)).slice(1)).toEqual([done(0)]);
      const journal = await Journal.open(file, 'b', () => undefined);
      await journal.append(done(7));
      await journal.close();
      expect((await replayed(file)).slice(1)).toEqual([done(0), done(7)]);
    }
  });

  test('refuses every other damage', async () => {
    using place = new Place();
    const file = await written(place, [done(0), done(1), done(2)]);
    const whole = readFileSync(file);
    for (let at = 0; at < whole.length - 1; at++) {
      const harmed = Buffer.from(whole);
      harmed[at] = (harmed[at] as number) ^ 1;
      writeFileSync(file, harmed);
      await expect(replayed(file), `byte ${at}`).rejects.toEqual(damaged);
    }
  });

  test('refuses a missing line and one of another batch job', async () => {
    using place = new Place();
    const file = await written(place, [done(0), done(1), done(2)]);
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [lines[0], lines[1], lines[3], ''].join('\n'));
    await expect(replayed(file)).rejects.toEqual(damaged);
    writeFileSync(file, formatEntry(0, { type: 'journal', version: 1, batchId: 'other' }));
    await expect(replayed(file)).rejects.toEqual(damaged);
  });

  test('refuses a newer version by name', async () => {
    using place = new Place();
    const file = place.write('journal.jsonl', formatEntry(0, { type: 'journal', version: 2, batchId: 'b' }));
    appendFileSync(file, '');
    await expect(replayed(file)).rejects.toMatchObject({
      code: 'ERR_STATE',
      message: expect.stringContaining('newer'),
    });
  });
});
