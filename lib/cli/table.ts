import { displayWidth, padEnd, padStart } from './width.js';

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
