import { CsvError, parse } from 'csv-parse/sync';
import { didYouMean } from '../config/nearest.js';
import { PosthasteError } from '../errors.js';
import type { Label } from '../types.js';
import { type Draft, draftOfValues } from './draft.js';
import { isLabel, LABELS } from './labels.js';
import type { Value } from './locate.js';

export interface CsvOptions {
  /** Name of the column with the text; `address` when left out. */
  addressColumn?: string | undefined;
  /** One character; found by the header when left out. */
  delimiter?: string | undefined;
}

interface Columns {
  width: number;
  address: number | undefined;
  country: number | undefined;
  labels: [index: number, label: Label][];
}

interface Row {
  record: string[];
  info: { lines: number };
}

/** A row a line under a header; what is between two `|` of a cell is a part of its own. */
export function* csvDrafts(
  content: string,
  name: string,
  options: CsvOptions,
): Generator<{ source: string; draft: Draft }> {
  const rows = rowsOf(content, name, options.delimiter ?? delimiterOf(content));
  const [header, ...records] = rows;
  if (header === undefined) return;
  const columns = columnsOf(header.record, name, options.addressColumn);
  let last = header.info.lines;
  for (const { record, info } of records) {
    // Of a row that spans lines its first one.
    const source = `${name}:${last + 1}`;
    last = info.lines;
    if (record.every((cell) => cell.trim() === '')) continue;
    yield { source, draft: draftOf(record, columns, source) };
  }
}

function rowsOf(content: string, name: string, delimiter: string): Row[] {
  try {
    const options = { bom: true, delimiter, relax_column_count: true, info: true } as const;
    return parse(content, options) as unknown as Row[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new PosthasteError('ERR_CSV', `Cannot read ${name} as CSV: ${cause.message}`, { cause });
  }
}

function draftOf(record: readonly string[], columns: Columns, source: string): Draft {
  if (record.length !== columns.width)
    return { fault: `expected ${columns.width} cells as in the header but found ${record.length}` };
  const values: Value[] = columns.labels.flatMap(([index, label]) =>
    (record[index] ?? '').split('|').map((text) => ({ label, text })),
  );
  const text = columns.address === undefined ? undefined : record[columns.address];
  const country = columns.country === undefined ? null : record[columns.country];
  return draftOfValues(text, values, country, source);
}

/** The delimiter that divides the first line into most cells. */
function delimiterOf(content: string): string {
  const header = content.slice(0, content.search(/\r|\n|$/));
  const [best = ','] = [',', ';', '\t', '|'].sort((a, b) => header.split(b).length - header.split(a).length);
  return best;
}

function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** Columns that are no label and not like one, such as an id, are left alone. */
function columnsOf(header: readonly string[], name: string, addressColumn: string | undefined): Columns {
  const wanted = addressColumn ?? 'address';
  const address = header.findIndex((title) => plain(title) === plain(wanted));
  if (address < 0 && addressColumn !== undefined)
    throw bad(name, `expected a column '${addressColumn}' but the header has ${header.join(', ')}`);
  const country = header.findIndex((title) => plain(title) === 'country_code');
  const labels: [number, Label][] = [];
  for (const [index, title] of header.entries()) {
    if (index === address || index === country) continue;
    const label = plain(title);
    const meant = isLabel(label) || label === '' ? '' : didYouMean(label, LABELS);
    if (meant !== '') throw bad(name, `the column '${title}' is no label.${meant}`);
    if (isLabel(label)) labels.push([index, label]);
  }
  if (labels.length === 0)
    throw bad(
      name,
      `expected columns named as labels (${LABELS.join(', ')}) but the header has ${header.join(', ')}`,
    );
  return {
    width: header.length,
    address: address < 0 ? undefined : address,
    country: country < 0 ? undefined : country,
    labels,
  };
}

function bad(name: string, text: string): PosthasteError {
  return new PosthasteError('ERR_LINES', `${name}:1: ${text}`);
}
