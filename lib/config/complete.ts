import { PosthasteError } from '../errors.js';
import { didYouMean } from './nearest.js';
import {
  CONFIGURATION_KEYS,
  type ConfigurationKey,
  KEYS,
  type OptionKey,
  type ProcessingConfiguration,
  rowOf,
  TABLE,
} from './options.js';

function show(value: unknown): string {
  let text: string | undefined;
  if (typeof value === 'string') text = `'${value}'`;
  else if (typeof value === 'bigint' || typeof value === 'number') text = String(value);
  else {
    try {
      text = JSON.stringify(value);
    } catch {
      // A cycle: its type has to do.
    }
  }
  text ??= typeof value;
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

/** The one form of an option error. `where` is `--chunk-size`, `POSTHASTE_CHUNK_SIZE`, `"chunkSize" in FILE` or `chunkSize`. */
export function optionError(expected: string, where: string, received: unknown, hint = ''): PosthasteError {
  return new PosthasteError(
    'ERR_OPTION',
    `Expected ${expected} for ${where} but received ${show(received)}${hint}`,
  );
}

/** The checked value of an option. */
export function checkValue(key: OptionKey, raw: unknown, where: string): unknown {
  const { kind } = TABLE[key];
  const parsed = kind.schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const choices = [...kind.expected.matchAll(/'([^']+)'/gu)].map((match) => match[1] ?? '');
  const meant = typeof raw === 'string' ? didYouMean(raw, choices) : '';
  throw optionError(kind.expected, where, raw, meant === '' ? '' : `.${meant}`);
}

/** Rules that hold between options. `where` names an option as its source does. */
export function checkTogether(config: ProcessingConfiguration, where: (key: OptionKey) => string): void {
  if (config.delimiter !== 'auto' && config.delimiter === config.quote)
    throw optionError('a character other than the delimiter', where('quote'), config.quote);
  if (config.countryColumn !== null && config.addressColumns.includes(config.countryColumn))
    throw optionError(
      'a column other than the address columns',
      where('countryColumn'),
      config.countryColumn,
    );
}

/** A fresh configuration with every option at its default. */
export function defaults(): ProcessingConfiguration {
  const entries = CONFIGURATION_KEYS.map((key) => [key, structuredClone(TABLE[key].default)]);
  return Object.fromEntries(entries) as ProcessingConfiguration;
}

export const DEFAULTS: Readonly<ProcessingConfiguration> = Object.freeze(defaults());

export function unknownKey(key: string, where: string, names: readonly string[]): PosthasteError {
  return optionError('a known option', where, key, `.${didYouMean(key, names)}`.replace(/^\.$/u, ''));
}

/** Checks the options of a program and fills them up. Unknown keys and wrong values are ERR_OPTION. */
export function completeConfiguration(partial: Partial<ProcessingConfiguration>): ProcessingConfiguration {
  const config: Record<string, unknown> = defaults();
  for (const [key, raw] of Object.entries(partial)) {
    const row = rowOf(key);
    if (row === undefined || row.command) throw unknownKey(key, 'the configuration', CONFIGURATION_KEYS);
    if (raw !== undefined) config[key] = checkValue(key as ConfigurationKey, raw, key);
  }
  const complete = config as ProcessingConfiguration;
  checkTogether(complete, (key) => key);
  return complete;
}

/** Whether an option changes the bytes of outputs. */
export function affectsOutput(key: string): boolean {
  return rowOf(key)?.output === true;
}

/** The options that change the bytes of an output, keys sorted; for the digest and the manifest. */
export function outputAffecting(config: ProcessingConfiguration): Partial<ProcessingConfiguration> {
  const keys = KEYS.filter(affectsOutput).sort() as ConfigurationKey[];
  return Object.fromEntries(keys.map((key) => [key, config[key]]));
}
