import { OPTIONS, type OptionDefinition, type OptionFlag } from '../config/index.js';
import { COMMANDS, type Command } from './commands.js';
import { tableLines } from './table.js';
import { wrap } from './width.js';

const WIDTH = 79;
const FLAG_WIDTH = 24;

/** `posthaste --help`. */
export function overviewHelp(version: string): string {
  const commands = COMMANDS.map((command) => [`${command.name} ${command.argument}`.trim(), command.summary]);
  return [
    `posthaste ${version}: CSV files of postal addresses in, parsed CSV files out`,
    '',
    'Usage: posthaste <command> [options]',
    '',
    'Commands',
    ...tableLines([{ title: '' }, { title: '' }], commands, '  '),
    '',
    'Examples',
    "  posthaste batch --patterns 'data/*.csv' --output-dir out",
    "  posthaste parse '10 Downing Street, London SW1A 2AA'",
    '',
    'posthaste <command> --help shows the options and more examples of a command.',
    'posthaste --version shows the version.',
    '',
  ].join('\n');
}

/** All flags of a command, from the table and its own. */
export function flagsOf(command: Command): OptionFlag[] {
  return [...OPTIONS.filter(command.takes).flatMap((option) => option.flags), ...command.own];
}

/** `posthaste <command> --help` on one screen, or all of it. */
export function commandHelp(command: Command, which: 'common' | 'all'): string {
  const lines = [
    ['Usage: posthaste', command.name, command.argument, '[options]'].filter((word) => word !== '').join(' '),
    '',
    ...wrap(command.description, WIDTH),
    '',
    ...(which === 'all' ? allOptions(command) : commonOptions(command)),
    'Examples',
    ...command.examples.flatMap(([typed, purpose]) => [`  # ${purpose}`, `  ${typed}`]),
  ];
  return `${lines.join('\n')}\n`;
}

export const HELP_ALL: OptionFlag = {
  flags: '--help-all',
  description: 'Show all options',
  attribute: 'helpAll',
  repeatable: false,
};

type Entry = readonly [flags: string, description: string];

function entry(flag: OptionFlag): Entry {
  return [flag.flags, flag.description];
}

/** A switch that can be turned off is one entry. */
function entries(option: OptionDefinition): Entry[] {
  const [first, second] = option.flags;
  if (first === undefined || second?.flags !== first.flags.replace('--', '--no-'))
    return option.flags.map(entry);
  return [[first.flags.replace('--', '--[no-]'), first.description]];
}

/** A list of choices that is too long for its column is left to --help-all. */
function brief([flags, description]: Entry): Entry {
  return [flags.length > FLAG_WIDTH ? flags.replace(/<.*>/, '<name>') : flags, description];
}

function commonOptions(command: Command): string[] {
  const options = command.common.flatMap((key) => OPTIONS.filter((option) => option.key === key));
  const shown = [...options.flatMap(entries).map(brief), ...command.own.map(entry)];
  const hidden = OPTIONS.filter(
    (option) => command.takes(option) && !command.common.includes(option.key),
  ).length;
  if (hidden > 0) shown.push([HELP_ALL.flags, `Show ${hidden} more options`]);
  return ['Options', ...entryLines(shown), ''];
}

function allOptions(command: Command): string[] {
  const taken = OPTIONS.filter(command.takes);
  const groups = [...new Set(taken.map((option) => option.group))];
  return [
    ...groups.flatMap((group) => [
      group,
      ...entryLines(taken.filter((option) => option.group === group).flatMap(entries)),
      '',
    ]),
    'Terminal',
    ...entryLines(command.own.map(entry)),
    '',
  ];
}

/** Two columns; flags that are too long for theirs stand alone on a line. */
function entryLines(list: readonly Entry[]): string[] {
  return list.flatMap(([flags, description]) => {
    const [first = '', ...rest] = wrap(description, WIDTH - FLAG_WIDTH - 4);
    const indent = ' '.repeat(FLAG_WIDTH + 4);
    const head =
      flags.length <= FLAG_WIDTH
        ? [`  ${flags.padEnd(FLAG_WIDTH)}  ${first}`]
        : [`  ${flags}`, indent + first];
    return [...head, ...rest.map((line) => indent + line)];
  });
}
