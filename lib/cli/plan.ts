import type { PlannedFile } from '../batch/types.js';
import { escapeText } from './escape.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { hintFor } from './hints.js';
import { shownPath } from './paths.js';
import { bytes, counted } from './quantities.js';
import type { Session } from './session.js';
import { factLines } from './table.js';
import { wrap } from './width.js';

/** `--dry-run`: what would be read, how, and where it would go. */
export function showPlan(session: Session, files: readonly PlannedFile[]): ExitCode {
  const { terminal, json } = session;
  if (json) {
    for (const file of files) terminal.line(JSON.stringify({ type: 'planned_file', ...file }));
  } else {
    const total = files.reduce((sum, file) => sum + file.bytes, 0);
    terminal.line(`${counted(files.length, 'file')}, ${bytes(total)}; a dry run: nothing is written`);
    for (const file of files) for (const line of planLines(file, terminal.stdoutWidth)) terminal.line(line);
  }
  return files.some((file) => file.error !== undefined) ? EXIT.someFailed : EXIT.ok;
}

function planLines(file: PlannedFile, width: number): string[] {
  const head = ['', `${shownPath(file.path)}  ${bytes(file.bytes)}`];
  if (file.error !== undefined) {
    const hint = hintFor(file.error.code);
    const error = `${file.error.code}: ${escapeText(file.error.message)}`;
    return [
      ...head,
      ...wrap(error, width, '  '),
      ...(hint === undefined ? [] : wrap(`hint: ${hint}`, width, '  ')),
    ];
  }
  const rows = [
    ['dialect', dialectText(file)],
    ['columns', file.columns.map(escapeText).join(', ') || 'none: the file is empty'],
    ['address', `${file.addressColumns.map(escapeText).join(' + ')} (${escapeText(file.how)})`],
    ...(file.countryColumn === null ? [] : [['country', escapeText(file.countryColumn)]]),
    ['output', shownPath(file.output)],
  ];
  return [...head, ...factLines(rows, width)];
}

const DELIMITERS: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
};
const QUOTES: Readonly<Record<string, string>> = {
  '"': 'double quotes',
  "'": 'single quotes',
  '': 'no quotes',
};

function dialectText(file: PlannedFile): string {
  return [
    DELIMITERS[file.delimiter] ?? `delimiter ${escapeText(file.delimiter)}`,
    QUOTES[file.quote] ?? `quote ${escapeText(file.quote)}`,
    file.hasHeader ? 'header' : 'no header',
    file.encoding,
    ...(file.compression === 'none' ? [] : [file.compression]),
  ].join(', ');
}
