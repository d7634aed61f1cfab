import { terminalEnvironment } from '../config/terminal.js';
import { asPosthasteError, type PosthasteError } from '../errors.js';
import { escapeText } from './escape.js';
import { type ExitCode, exitCodeForError } from './exit-codes.js';
import { hintFor } from './hints.js';
import { runProgram } from './program.js';
import { Terminal } from './terminal.js';
import { packageVersion } from './version.js';

/** The command line: `argv` without node and script. Sets the exit code; the process ends when its work has. */
export async function main(argv: readonly string[]): Promise<void> {
  const terminal = new Terminal(terminalEnvironment());
  process.exitCode = await exitCodeOf(argv, terminal);
}

async function exitCodeOf(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    const exitCode = await runProgram(argv, packageVersion(), terminal);
    terminal.checkStdout();
    return exitCode;
  } catch (thrown) {
    const error = asPosthasteError(thrown, 'ERR_INTERNAL', 'Unexpected error');
    tellError(error, thrown, argv, terminal);
    return exitCodeForError(error);
  }
}

/** The reason why a command ended: for people on stderr, for programs on stdout as the last line. */
function tellError(
  error: PosthasteError,
  thrown: unknown,
  argv: readonly string[],
  terminal: Terminal,
): void {
  if (argv.includes('--json')) {
    terminal.line(JSON.stringify({ type: 'error', code: error.code, message: error.message }));
  }
  const [first = '', ...rest] = error.message.split('\n').map(escapeText);
  terminal.say(`${error.code}: ${first}`, 'error: ', 'red');
  for (const line of rest) terminal.note(`  ${line}`);
  const hint = hintFor(error.code);
  if (hint !== undefined) terminal.say(`hint: ${hint}`);
  if (error.code === 'ERR_INTERNAL' && thrown instanceof Error && thrown.stack !== undefined) {
    for (const line of thrown.stack.split('\n').slice(1)) terminal.note(escapeText(line));
  }
}
