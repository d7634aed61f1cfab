import { z } from 'zod';

/** A kind of value: what is accepted, from a flag, the environment, a file or a program, and how that is said. */
export interface Kind<T> {
  schema: z.ZodType<T>;
  /** The middle of the error text: "integer between 0 and 64". */
  expected: string;
  /** What stands behind the flag in the usage; '' for a switch. */
  valueName: string;
  /** Takes several values: the flag may be repeated, and a variable may hold a JSON array. */
  list: boolean;
}

const UNITS: Record<string, number> = {
  '': 1,
  b: 1,
  k: 2 ** 10,
  kib: 2 ** 10,
  kb: 1e3,
  m: 2 ** 20,
  mib: 2 ** 20,
  mb: 1e6,
  g: 2 ** 30,
  gib: 2 ** 30,
  gb: 1e9,
  t: 2 ** 40,
  tib: 2 ** 40,
  tb: 1e12,
};

function toNumber(raw: unknown): unknown {
  if (typeof raw !== 'string' || !/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/iu.test(raw.trim())) return raw;
  return Number(raw);
}

function toBytes(raw: unknown): unknown {
  if (typeof raw !== 'string') return raw;
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/iu.exec(raw.trim());
  const unit = UNITS[match?.[2]?.toLowerCase() ?? '?'];
  return match === null || unit === undefined ? raw : Math.round(Number(match[1]) * unit);
}

const WORDS = new Map([
  ['true', true],
  ['yes', true],
  ['on', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['off', false],
  ['0', false],
]);

function kind<T>(schema: z.ZodType<T>, expected: string, valueName: string, list = false): Kind<T> {
  return { schema, expected, valueName, list };
}

export function integer(min: number, max: number): Kind<number> {
  const schema = z.preprocess(toNumber, z.number().int().min(min).max(max));
  return kind(schema, `integer between ${min} and ${max}`, '<n>');
}

export function decimal(min: number, max: number): Kind<number> {
  return kind(
    z.preprocess(toNumber, z.number().min(min).max(max)),
    `number between ${min} and ${max}`,
    '<n>',
  );
}

/** Bytes: 64, 64KiB, 1.5MiB, 2GB. */
export function size(min: number, max: number): Kind<number> {
  const schema = z.preprocess(toBytes, z.number().int().min(min).max(max));
  return kind(schema, `integer between ${min} and ${max}`, '<size>');
}

export function choice<const T extends string>(...values: readonly [T, ...T[]]): Kind<T> {
  const lower = (raw: unknown): unknown => (typeof raw === 'string' ? raw.trim().toLowerCase() : raw);
  const quoted = values.map((value) => `'${value}'`).join(', ');
  return kind(
    z.preprocess(lower, z.enum(values)) as z.ZodType<T>,
    `one of ${quoted}`,
    `<${values.join('|')}>`,
  );
}

/** A choice that a switch may stand for: true is 'yes', false is 'no'. */
export function autoYesNo(): Kind<'auto' | 'yes' | 'no'> {
  const base = choice('auto', 'yes', 'no');
  const words = (raw: unknown): unknown => {
    const flag = typeof raw === 'string' ? WORDS.get(raw.trim().toLowerCase()) : raw;
    return typeof flag === 'boolean' ? (flag ? 'yes' : 'no') : raw;
  };
  return { ...base, schema: z.preprocess(words, base.schema) };
}

export function truth(): Kind<boolean> {
  const fromWord = (raw: unknown): unknown =>
    typeof raw === 'string' ? (WORDS.get(raw.trim().toLowerCase()) ?? raw) : raw;
  return kind(z.preprocess(fromWord, z.boolean()), "'true' or 'false'", '');
}

/** One line of text, possibly empty. */
export function line(valueName: string): Kind<string> {
  return kind(
    z.string().refine((text) => !/[\r\n]/u.test(text) && !text.includes('\0')),
    'text without line breaks',
    valueName,
  );
}

export function textOrNull(expected: string, valueName: string): Kind<string | null> {
  return kind(
    z
      .string()
      .min(1)
      .regex(/^[^\0]+$/u)
      .nullable(),
    expected,
    valueName,
  );
}

export function matchOrNull(pattern: RegExp, expected: string, valueName: string): Kind<string | null> {
  return kind(z.string().regex(pattern).nullable(), expected, valueName);
}

/** One or more non-empty texts; a lone one needs no array. */
export function list(expected: string, valueName: string): Kind<string[]> {
  const wrap = (raw: unknown): unknown => (typeof raw === 'string' ? [raw] : raw);
  return kind(z.preprocess(wrap, z.array(z.string().min(1))), expected, valueName, true);
}

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
/** Two letters that name no single country in ISO 3166-1 although they are known as regions. */
const NO_COUNTRY = new Set(['EU', 'EZ', 'UN', 'ZZ', 'QO', 'UK', 'XA', 'XB']);

export function countryOrNull(): Kind<string | null> {
  const upper = (raw: unknown): unknown => (typeof raw === 'string' ? raw.trim().toUpperCase() : raw);
  const known = z.string().refine((code) => {
    return /^[A-Z]{2}$/u.test(code) && !NO_COUNTRY.has(code) && regions.of(code) !== undefined;
  });
  return kind(z.preprocess(upper, known.nullable()), 'ISO 3166-1 code such as DE, GB or IN', '<code>');
}

/** ASCII that can stand between cells or around them. */
function oneCharacter(text: string): boolean {
  const code = text.charCodeAt(0);
  return text.length === 1 && code > 0 && code < 127 && text !== '\n' && text !== '\r';
}

const CHARACTERS = new Map([
  ['tab', '\t'],
  ['\\t', '\t'],
  ['comma', ','],
  ['semicolon', ';'],
  ['pipe', '|'],
  ['space', ' '],
  ['double', '"'],
  ['single', "'"],
  ['', 'none'],
]);

/** `auto`, one of `words`, or one ASCII character that ends no line. */
export function character(...words: string[]): Kind<string> {
  const named = (raw: unknown): unknown => {
    if (typeof raw !== 'string') return raw;
    const word = raw.toLowerCase();
    return words.includes(word) ? word : (CHARACTERS.get(word) ?? raw);
  };
  const schema = z.string().refine((text) => words.includes(text) || oneCharacter(text));
  const expected = `${words.map((word) => `'${word}'`).join(', ')} or one ASCII character`;
  return kind(z.preprocess(named, schema), expected, '<character>');
}
