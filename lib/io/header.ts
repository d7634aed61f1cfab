import { foldName, roleOf } from './column-names.js';

const OTHER_NAMES = new Set(
  `id uid uuid key name names firstname lastname fullname vorname nachname nom prenom nombre nome email mail phone telephone
  tel fax website url www web latitude longitude lat lon lng x y geometry type category class status date created updated
  createdat updatedat timestamp description title company organisation organization code index row rowid customer
  customerid customername clientid hospital facility facilityname source population objectid fid gid market school`
    .split(/\s+/u)
    .map(foldName),
);

function isKnownName(cell: string): boolean {
  return roleOf(cell) !== undefined || OTHER_NAMES.has(foldName(cell));
}

/** A short phrase of letters, as names of columns are; digits only at the end (`address_1`). */
function isNameLike(cell: string): boolean {
  const text = cell.trim();
  return (
    text.length <= 64 &&
    /^[\p{L}_][\p{L}\p{M}_\s.:\-/()&'#%]*\d{0,3}$/u.test(text) &&
    text.split(/\s+/u).length <= 6
  );
}

function hasDigit(cell: string): boolean {
  return /\p{Nd}/u.test(cell);
}

/** Share of non-empty cells of a column that satisfy `test`. */
function share(rows: readonly string[][], column: number, test: (cell: string) => boolean): number {
  const cells = rows.map((row) => row[column] ?? '').filter((cell) => cell.trim() !== '');
  return cells.length === 0 ? 0 : cells.filter(test).length / cells.length;
}

/**
 * Whether the first of some records names the columns: one of them is a well-known name, or all of them look like
 * names and a column beneath has digits where its name has none. In doubt it is data: a row that is parsed
 * needlessly is seen, a row that is lost is not.
 */
export function looksLikeHeader(records: readonly string[][]): boolean {
  const [first, ...rows] = records;
  if (first === undefined) return false;
  const filled = first.filter((cell) => cell.trim() !== '');
  if (filled.length === 0 || filled.some((cell) => /^[\s\d.,:/+-]+$/u.test(cell) || cell.includes('@')))
    return false;
  if (filled.some((cell) => isKnownName(cell) && (cell.length <= 40 || isNameLike(cell)))) return true;
  if (!filled.every(isNameLike) || new Set(filled).size < filled.length) return false;
  if (rows.length === 0)
    return filled.every((cell) => /^[\p{L}\d_]+$/u.test(cell) && /_|^[a-z\d]+$/u.test(cell));
  return first.some((name, column) => !hasDigit(name) && share(rows, column, hasDigit) >= 0.8);
}
