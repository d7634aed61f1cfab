import { checkTogether, checkValue, optionError } from './complete.js';
import { OPTIONS, type OptionDefinition } from './definitions.js';
import { readConfigFile } from './file.js';
import {
  CONFIGURATION_KEYS,
  type CommandOptions,
  KEYS,
  type OptionKey,
  type ProcessingConfiguration,
  TABLE,
} from './options.js';

export type OptionOrigin = 'flag' | 'env' | 'file' | 'default';

export interface LoadSources {
  /** commander's `opts()`: what was given on the command line. Attributes that are no option are left alone. */
  flags: Record<string, unknown>;
  /** Default: the environment of the process. */
  env?: Record<string, string | undefined>;
  /** What a relative `--config` refers to; default: the current directory. */
  cwd?: string;
}

export interface LoadedConfiguration {
  config: ProcessingConfiguration;
  command: CommandOptions;
  /** Where each value comes from. */
  origins: Record<OptionKey, OptionOrigin>;
  /** The part of `config` that was given anywhere, without defaults. */
  explicit: Partial<ProcessingConfiguration>;
}

interface Given {
  value: unknown;
  origin: OptionOrigin;
  where: string;
}

function flagName(option: OptionDefinition): string {
  return option.flags[0]?.flags.split(' ')[0] ?? option.key;
}

function fromFlag(option: OptionDefinition, flags: Record<string, unknown>): Given | undefined {
  const attribute = option.flags[0]?.attribute;
  const raw = attribute !== undefined && Object.hasOwn(flags, attribute) ? flags[attribute] : undefined;
  if (raw === undefined) return undefined;
  const where = flagName(option);
  return { value: checkValue(option.key, raw, where), origin: 'flag', where };
}

/** An empty variable counts as absent, as most shells and service files mean it. */
function fromEnv(option: OptionDefinition, env: Record<string, string | undefined>): Given | undefined {
  const where = option.env;
  const text = where === null ? undefined : env[where];
  if (where === null || text === undefined || text === '') return undefined;
  let raw: unknown = text;
  if (TABLE[option.key].kind.list && text.trimStart().startsWith('[')) {
    try {
      raw = JSON.parse(text);
    } catch {
      throw optionError('one value or a JSON array', where, text);
    }
  }
  return { value: checkValue(option.key, raw, where), origin: 'env', where };
}

/** The options of a command: flag before environment before config file before default. ERR_OPTION. */
export async function loadConfiguration(sources: LoadSources): Promise<LoadedConfiguration> {
  const env = sources.env ?? process.env;
  const given = new Map<OptionKey, Given>();
  for (const option of OPTIONS) {
    const found = fromFlag(option, sources.flags) ?? fromEnv(option, env);
    if (found !== undefined) given.set(option.key, found);
  }
  const file = given.get('config');
  if (file !== undefined && typeof file.value === 'string') {
    const values = await readConfigFile(file.value, file.where, sources.cwd ?? process.cwd());
    for (const [key, value] of values) {
      if (!given.has(key)) given.set(key, { value, origin: 'file', where: `"${key}" in ${file.value}` });
    }
  }
  const value = (key: OptionKey): unknown =>
    given.has(key) ? given.get(key)?.value : structuredClone(TABLE[key].default);
  const pick = (keys: readonly OptionKey[]): object =>
    Object.fromEntries(keys.map((key) => [key, value(key)]));
  const config = pick(CONFIGURATION_KEYS) as ProcessingConfiguration;
  checkTogether(config, (key) => given.get(key)?.where ?? key);
  return {
    config,
    command: pick(KEYS.filter((key) => TABLE[key].command)) as CommandOptions,
    origins: Object.fromEntries(KEYS.map((key) => [key, given.get(key)?.origin ?? 'default'])) as Record<
      OptionKey,
      OptionOrigin
    >,
    explicit: pick(CONFIGURATION_KEYS.filter((key) => given.has(key))) as Partial<ProcessingConfiguration>,
  };
}
