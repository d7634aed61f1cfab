import { optionsMarkdown } from '../config/index.js';
import { COMMANDS, type Command } from './commands.js';
import { EXIT_MEANING } from './exit-codes.js';
import { flagsOf } from './help.js';

/** The whole of docs/cli.md, from the tables that make the parser and the help. */
export function cliMarkdown(): string {
  return [
    '# The command line',
    '',
    '<!-- Made by scripts/cli-docs.mjs from the tables of options and commands; changes here are lost. -->',
    '',
    "    posthaste batch --patterns 'data/*.csv' --output-dir out",
    '',
    ...COMMANDS.flatMap(commandSection),
    '## Options',
    '',
    'A value comes from the flag, else from the environment variable, else from the JSON file that `--config` names,',
    'else it is the default. Sizes take a number of bytes or `64KiB`, `1MiB`, `2GB`.',
    '',
    optionsMarkdown().trimEnd(),
    '',
    ...PROSE.trim().split('\n'),
    '',
    '## Exit codes',
    '',
    '| Code | Meaning |',
    '|---|---|',
    ...EXIT_MEANING.map(([code, meaning]) => `| ${code} | ${meaning} |`),
    '',
    'troubleshooting.md says what to do about each.',
    '',
  ].join('\n');
}

function commandSection(command: Command): string[] {
  const own = command.own.map((flag) => `\`${flag.flags}\``);
  const names = flagsOf(command).map((flag) => `\`${flag.flags.split(' ')[0]}\``);
  return [
    `## posthaste ${`${command.name} ${command.argument}`.trim()}`,
    '',
    command.description,
    '',
    ...command.examples.flatMap(([typed, purpose]) => [`    # ${purpose}`, `    ${typed}`]),
    '',
    command.name === 'batch'
      ? `Takes all options below but the last groups on labelled lines, and ${own.join(', ')}.`
      : `Options: ${names.join(', ')}.`,
    '',
  ];
}

const PROSE = `
## What a batch shows

On a terminal, standard error holds one line that is drawn again and again: percent of the bytes, rows, rows a second,
time left, files, rejects. Elsewhere the same comes as a line every ten seconds (\`--progress-every\`). At the end the
numbers, the places of the outputs, what was skipped and what failed go to standard output. \`NO_COLOR\` is respected.

With \`--json\` standard output holds one event a line instead: \`batch_started\`, \`file_started\`, \`progress\`,
\`checkpoint\`, \`file_completed\`, \`file_skipped\`, \`file_failed\`, \`warning\`, and at the end \`batch_finished\` with the
whole report. A command that ends with an error writes \`{"type":"error","code":…,"message":…}\` as its last line.
\`--log-file\` receives one JSON object a line: \`time\`, \`level\`, \`message\`.

## How to stop a batch

The first Ctrl-C (SIGINT), SIGTERM or SIGHUP finishes the chunks in flight, makes a checkpoint and prints the command
that goes on. The second one ends the process at once. Even after \`kill -9\` or a power cut the same command line with
\`--batch-id\`, or \`posthaste resume\`, goes on at the last checkpoint.

## What parse --json writes

One object a line, in the order of the input. An empty line gives an object without components.

    {"text":"12 Main St","components":[{"label":"house_number","text":"12","start":0,"end":2}, …],"country":"US","confidence":0.97}

\`start\` and \`end\` count UTF-16 code units, so \`text.slice(start, end)\` in JavaScript is the component. \`country\` is an
ISO 3166-1 code or null.
`;
