import { Command as CommanderCommand, CommanderError, Option } from 'commander';
import type { OptionFlag } from '../config/index.js';
import { PosthasteError } from '../errors.js';
import { COMMANDS, type Command } from './commands.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { commandHelp, flagsOf, HELP_ALL, overviewHelp } from './help.js';
import type { Terminal } from './terminal.js';

/** Takes the command line apart and runs what it says. Usage errors are ERR_OPTION. */
export async function runProgram(
  argv: readonly string[],
  version: string,
  terminal: Terminal,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = new CommanderCommand('posthaste');
  quieten(program, terminal);
  program.version(version).configureHelp({ formatHelp: () => overviewHelp(version) });
  for (const command of COMMANDS) {
    addCommand(program, command, terminal, async (args, flags) => {
      exitCode = await command.run({ terminal, args, flags });
    });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (thrown.exitCode === 0) return EXIT.ok;
    // No command at all: commander has shown the overview.
    if (thrown.code === 'commander.help') return EXIT.usage;
    throw usageError(thrown, argv);
  }
  return exitCode;
}

/** Commander throws instead of exiting, and says nothing by itself. */
function quieten(program: CommanderCommand, terminal: Terminal): void {
  program.exitOverride().configureOutput({
    writeOut: (text) => terminal.line(text.trimEnd()),
    writeErr: (text) => terminal.note(text.trimEnd()),
    outputError: () => {},
  });
}

type Run = (args: readonly string[], flags: Readonly<Record<string, unknown>>) => Promise<void>;

function addCommand(program: CommanderCommand, command: Command, terminal: Terminal, run: Run): void {
  const built = program.command(`${command.name} ${command.argument}`.trim());
  built.summary(command.summary).configureHelp({ formatHelp: () => commandHelp(command, 'common') });
  for (const flag of flagsOf(command)) built.addOption(commanderOption(flag));
  built.option(HELP_ALL.flags).on('option:help-all', () => {
    terminal.line(commandHelp(command, 'all').trimEnd());
    throw new CommanderError(0, 'commander.helpDisplayed', '(all of the help)');
  });
  built.action(async () => {
    const given = Object.entries(built.opts()).filter(([name]) => built.getOptionValueSource(name) === 'cli');
    await run(built.args, Object.fromEntries(given));
  });
}

function commanderOption(flag: OptionFlag): Option {
  // A shell that expanded an unquoted glob leaves several words behind --patterns; they all belong to it.
  const variadic = flag.attribute === 'patterns';
  const option = new Option(variadic ? flag.flags.replace('>', '...>') : flag.flags, flag.description);
  if (flag.repeatable && !variadic) {
    option.argParser((value: string, before: unknown) => [...(Array.isArray(before) ? before : []), value]);
  }
  return option;
}

function usageError(thrown: CommanderError, argv: readonly string[]): PosthasteError {
  const message = thrown.message
    .replace(/^error: /, '')
    .replace(/\n\((.*)\)$/s, '. $1')
    .replace(/^./, (first) => first.toUpperCase());
  const named = COMMANDS.find((command) => command.name === argv[0]);
  const help = named === undefined ? 'posthaste --help' : `posthaste ${named.name} --help`;
  return new PosthasteError('ERR_OPTION', `${message} See ${help}`.replace(/([^.?]) See/, '$1. See'), {
    cause: thrown,
  });
}
