import { displayWidth, padEnd, padStart, wrap } from './width.js';

export interface Column {
  title: string;
  /** Numbers stand at the right. */
  right?: boolean;
}

/** Lines of an aligned table: a head when any column has a title, two blanks between columns, none at the end. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  indent = '',
): string[] {
  const widths = columns.map((column, i) =>
    rows.reduce((most, row) => Math.max(most, displayWidth(row[i] ?? '')), displayWidth(column.title)),
  );
  const line = (cells: readonly string[]): string =>
    (
      indent +
      columns
        .map((column, i) => (column.right ? padStart : padEnd)(cells[i] ?? '', widths[i] ?? 0))
        .join('  ')
    ).trimEnd();
  const lines = rows.map(line);
  if (columns.some((column) => column.title !== ''))
    lines.unshift(line(columns.map((column) => column.title)));
  return lines;
}

/** A fact a row, the name in the first column; what does not fit is broken between words and stays in the second. */
export function factLines(facts: readonly (readonly string[])[], width: number, indent = '  '): string[] {
  const names = facts.reduce((most, [name = '']) => Math.max(most, displayWidth(name)), 0);
  const blank = ' '.repeat(names);
  return facts.flatMap(([name = '', value = '']) => {
    const [first = '', ...rest] = wrap(value, width - indent.length - names - 2);
    const lines = [`${padEnd(name, names)}  ${first}`, ...rest.map((line) => `${blank}  ${line}`)];
    return lines.map((line) => (indent + line).trimEnd());
  });
}
