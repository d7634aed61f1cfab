import { CsvError, parse } from 'csv-parse/sync';

/** The first bytes of an input, decoded to UTF-8 (where they are valid), without byte order mark. */
export interface Sample {
  bytes: Buffer;
  /** True when it is the whole input. */
  whole: boolean;
}

export interface Dialect {
  delimiter: string;
  quote: string;
  crEndsRecord: boolean;
}

export interface SampleRecords {
  /** Complete records without the blank ones. Cells are latin1 text: one character a byte, so that nothing is lost. */
  records: string[][];
  /** The sample ends inside quotes, further behind the last record than a cell is long. */
  openQuote: boolean;
}

const DELIMITERS = [',', ';', '\t', '|'];
/** Enough to tell a dialect by. */
const DIALECT_BYTES = 65_536;
const DIALECT_RECORDS = 500;
const LONG_CELL = 32_768;
/** Cells that begin with a quote before quotes may count as text: one open quote is rather a damaged record. */
const DANGLING = 3;
/** What a file of one column is worth: less than consistent columns, more than ragged ones. */
const ONE_COLUMN = 0.35;
/** Factor for a first record that has another width than most: trailing delimiters in the rows, for one. */
const ODD_FIRST = 0.6;
/** Factor for a first record of one cell above wider ones: commas in the text of a file of one column. */
const LONE_FIRST = 0.3;

/** What csv-parse makes of the bytes; with `watch` record by record. */
function parseRecords(
  bytes: Buffer,
  dialect: Dialect,
  watch?: (record: string[], context: { bytes: number }) => null,
): string[][] {
  return parse(bytes, {
    encoding: 'latin1',
    delimiter: dialect.delimiter,
    quote: dialect.quote === '' ? false : dialect.quote,
    escape: dialect.quote === '' ? null : dialect.quote,
    record_delimiter: dialect.crEndsRecord ? ['\r\n', '\n', '\r'] : ['\r\n', '\n'],
    relax_quotes: true,
    relax_column_count: true,
    to: DIALECT_RECORDS,
    ...(watch === undefined ? {} : { on_record: watch }),
  });
}

function isOpenQuote(thrown: unknown): boolean {
  return thrown instanceof CsvError && thrown.code === 'CSV_QUOTE_NOT_CLOSED';
}

/** The first complete records. */
function parseSample(sample: Sample, dialect: Dialect): SampleRecords {
  const isRecord = (record: string[]): boolean => record.length > 1 || record[0] !== '';
  try {
    const records = parseRecords(sample.bytes, dialect);
    // What the end of the sample cuts off is no record.
    const last = sample.bytes.at(-1);
    const ended = sample.whole || last === 0x0a || (dialect.crEndsRecord && last === 0x0d);
    if (!ended && records.length < DIALECT_RECORDS) records.pop();
    return { records: records.filter(isRecord), openQuote: false };
  } catch (thrown) {
    if (!isOpenQuote(thrown)) throw thrown;
  }
  // The records before the open quote come only one by one, which is slower.
  const records: string[][] = [];
  let end = 0;
  try {
    parseRecords(sample.bytes, dialect, (record, { bytes }) => {
      end = bytes;
      records.push(record);
      return null;
    });
  } catch (thrown) {
    if (!isOpenQuote(thrown)) throw thrown;
  }
  return {
    records: records.filter(isRecord),
    openQuote: sample.whole || sample.bytes.length - end > LONG_CELL,
  };
}

export interface FoundDialect extends SampleRecords {
  dialect: Dialect;
}

interface Judged extends FoundDialect {
  /** Share of records of the most frequent width. */
  consistency: number;
  width: number;
  score: number;
}

function judge(sample: Sample, dialect: Dialect): Judged {
  const { records, openQuote } = parseSample(sample, dialect);
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  let width = 1;
  let most = 0;
  for (const [length, count] of counts)
    if (count > most || (count === most && length > width)) [width, most] = [length, count];
  const consistency = records.length === 0 ? 0 : most / records.length;
  const firstWidth = records[0]?.length;
  const first = firstWidth === width ? 1 : firstWidth === 1 ? LONE_FIRST : ODD_FIRST;
  const score = consistency * (width === 1 ? ONE_COLUMN : first) * (openQuote ? 0.5 : 1);
  return { dialect, consistency, width, score, openQuote, records };
}

/** The best of several, the first of equals. */
function best(sample: Sample, delimiters: readonly string[], quote: string, crEndsRecord: boolean): Judged {
  const judged = delimiters.map((delimiter) => judge(sample, { delimiter, quote, crEndsRecord }));
  return judged.reduce((a, b) => (b.score > a.score + 1e-9 ? b : a));
}

/** Whether cells stand in apostrophes: nearly every cell that begins with one ends with one. */
function usesApostrophes(text: string): boolean {
  if (/(?:^|[\r\n,;\t|])"/u.test(text)) return false;
  const begins = text.match(/(?:^|[\r\n,;\t|])'/gu)?.length ?? 0;
  const wholes = text.match(/(?:^|[\r\n,;\t|])'(?:[^'\r\n]|'')*'(?=[\r\n,;\t|]|$)/gu)?.length ?? 0;
  return wholes >= 2 && wholes >= begins * 0.9;
}

/** Whether quotes are text here: cells begin with one time and again, inch marks say, and not one of them ends. */
function quotesDangle(text: string): boolean {
  const begins = text.match(/(?:^|[\r\n,;\t|])"/gu)?.length ?? 0;
  const wholes = text.match(/(?:^|[\r\n,;\t|])"(?:[^"]|"")*"(?=[\r\n,;\t|]|$)/gu)?.length ?? 0;
  return begins >= DANGLING && wholes === 0;
}

/** Only lone CRs end lines: CRs, and neither CRLF nor LF. */
export function findCrEndsRecord(sample: Sample): boolean {
  const { bytes, whole } = sample;
  const first = bytes.indexOf(0x0d);
  if (first < 0 || bytes.includes(0x0a)) return false;
  // A CR at the very end may be the first half of CRLF.
  return whole || first < bytes.length - 1;
}

/** The dialect of a sample; `delimiter` and `quote` as the options have them ('auto', 'none', a character). */
export function findDialect(sample: Sample, delimiter: string, quote: string): FoundDialect {
  const crEndsRecord = findCrEndsRecord(sample);
  const part: Sample =
    sample.bytes.length > DIALECT_BYTES
      ? { bytes: sample.bytes.subarray(0, DIALECT_BYTES), whole: false }
      : sample;
  const fixedQuote = quote === 'none' ? '' : quote;
  const present = DELIMITERS.filter((one) => part.bytes.includes(one));
  // One that does not occur stands for a file of one column.
  const absent = DELIMITERS.filter((one) => !present.includes(one)).slice(0, 1);
  const candidates = delimiter === 'auto' ? [...present, ...absent] : [delimiter];
  const free = candidates.filter((one) => one !== fixedQuote);
  const choose = (among: Sample): Judged => {
    if (quote !== 'auto') return best(among, free, fixedQuote, crEndsRecord);
    const text = among.bytes.toString('latin1');
    const usual = usesApostrophes(text) && !free.includes("'") ? "'" : free.includes('"') ? '' : '"';
    const found = best(among, free, usual, crEndsRecord);
    if (usual === '' || !quotesDangle(text)) return found;
    const unquoted = best(among, free, '', crEndsRecord);
    return unquoted.score >= found.score ? unquoted : found;
  };
  const found = choose(part);
  // A first record longer than the part shows itself only in the whole sample.
  return found.records.length === 0 && part !== sample ? choose(sample) : found;
}
