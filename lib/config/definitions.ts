import { KEYS, type OptionKey, rowOf, type TableRow } from './options.js';

/** One flag of the command line, as commander takes it: `new Option(flags, description)`. */
export interface OptionFlag {
  /** `--chunk-size <size>`, `--no-skip`. The positive flag of a pair comes first: commander gives it no default then. */
  flags: string;
  description: string;
  /** Name under which commander's `opts()` gives the value: `chunkSize`, `skip`. */
  attribute: string;
  /** Collect the values of all occurrences into an array. */
  repeatable: boolean;
}

export interface OptionDefinition {
  key: OptionKey;
  /** One, or two for an option that is negatable. */
  flags: readonly OptionFlag[];
  /** Name of the environment variable, or null when there is none. */
  env: string | null;
  group: string;
  default: unknown;
  /** One line, no full stop. */
  help: string;
  /** The middle of the error text: "integer between 64 and 1073741824". */
  expected: string;
  /** Whether ProcessingConfiguration has it, or only the command. */
  scope: 'configuration' | 'command';
  /** Whether a config file may have it. */
  inFile: boolean;
  affectsOutput: boolean;
}

function kebab(key: string): string {
  return key.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}

function camel(flag: string): string {
  return flag.replace(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase());
}

/** A value as it would be given on the command line; '' when there is nothing to show. */
export function showValue(value: unknown): string {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return '';
  if (Array.isArray(value)) return value.join(' ');
  if (typeof value !== 'number' || value < 1024) return String(value);
  for (const [unit, bytes] of [
    ['TiB', 2 ** 40],
    ['GiB', 2 ** 30],
    ['MiB', 2 ** 20],
    ['KiB', 2 ** 10],
  ] as const) {
    if (value % bytes === 0) return `${value / bytes}${unit}`;
  }
  return String(value);
}

function flagsOf(key: OptionKey, row: TableRow): OptionFlag[] {
  const name = row.flag ?? kebab(key);
  const attribute = camel(name);
  const shown = showValue(row.default);
  const isSwitch = row.kind.valueName === '';
  const help =
    shown === '' || (isSwitch && row.default === false) ? row.help : `${row.help} (default: ${shown})`;
  const flag = (flags: string, description: string): OptionFlag => ({
    flags,
    description,
    attribute,
    repeatable: row.kind.list,
  });
  const first = flag(isSwitch ? `--${name}` : `--${name} ${row.kind.valueName}`, help);
  if (key === 'header') return [first, flag(`--no-${name}`, 'The input has no header: --header no')];
  return isSwitch && !row.command ? [first, flag(`--no-${name}`, `Turns --${name} off`)] : [first];
}

function define(key: OptionKey): OptionDefinition {
  const row = rowOf(key) as TableRow;
  const env = `POSTHASTE_${kebab(key).replaceAll('-', '_').toUpperCase()}`;
  return {
    key,
    flags: flagsOf(key, row),
    env: row.flagOnly === true ? null : env,
    group: row.group,
    default: row.default,
    help: row.help,
    expected: row.kind.expected,
    scope: row.command ? 'command' : 'configuration',
    inFile: row.flagOnly !== true && row.notInFile !== true,
    affectsOutput: row.output === true,
  };
}

/** All options in the order of the documentation. */
export const OPTIONS: readonly OptionDefinition[] = KEYS.map(define);
