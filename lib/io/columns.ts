import { didYouMean, plainName } from '../config/nearest.js';
import { PosthasteError } from '../errors.js';
import { type ColumnRole, roleOf } from './column-names.js';
import type { ColumnChoice, ColumnOptions, InputShape } from './types.js';

function listed(columns: readonly string[]): string {
  const shown = columns.slice(0, 40).map((name) => `'${name}'`);
  const more = columns.length - shown.length;
  return `The columns are ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Zero-based index of the column that `name` names: exactly, nearly, or as `column_N`. */
function columnNamed(name: string, columns: readonly string[], flag: string): number {
  const plain = plainName(name);
  const tests = [(column: string) => column === name, (column: string) => plainName(column) === plain];
  for (const test of tests) {
    const found = columns.flatMap((column, index) => (test(column) ? [index] : []));
    if (found.length > 1) {
      const places = found.map((index) => `column_${index + 1}`).join(', ');
      const message = `Expected the name of one column for ${flag} but received '${name}', which is that of ${places}`;
      throw new PosthasteError('ERR_OPTION', message);
    }
    if (found[0] !== undefined) return found[0];
  }
  const position = Number(/^column_?(\d{1,6})$/iu.exec(name.trim())?.[1] ?? 0);
  if (position >= 1 && position <= columns.length) return position - 1;
  const hint = didYouMean(name, columns);
  throw new PosthasteError(
    'ERR_OPTION',
    `Expected the name of a column for ${flag} but received '${name}'.${hint} ${listed(columns)}`,
  );
}

function quoted(indexes: readonly number[], columns: readonly string[]): string {
  return indexes.map((index) => `'${columns[index]}'`).join(', ');
}

/** The columns by well-known names: the one with whole addresses, or the parts in the order of the file. */
function wellKnown(columns: readonly string[]): Omit<ColumnChoice, 'countryColumn'> | undefined {
  const roles = columns.map(roleOf);
  const having = (...wanted: ColumnRole[]): number[] =>
    roles.flatMap((role, index) => (role !== undefined && wanted.includes(role) ? [index] : []));
  const one = (index: number): Omit<ColumnChoice, 'countryColumn'> => ({
    addressColumns: [index],
    how: `column '${columns[index]}' by its name`,
  });
  const [full] = having('full');
  if (full !== undefined) return one(full);
  const [address] = having('address');
  const settled = having('city').length > 0 && having('postcode', 'state').length > 0;
  if (address !== undefined && !settled && having('line').length === 0) return one(address);
  const local = having('address', 'line', 'street');
  const area = having('city', 'postcode', 'locality', 'state');
  if (local.length === 0 && !settled) return undefined;
  if (local.length + area.length < 2) return local[0] === undefined ? undefined : one(local[0]);
  // Two columns with streets are two addresses (home, office) unless they are numbered lines of one.
  const extra = having('address', 'street').slice(1);
  const parts = having(
    'address',
    'line',
    'street',
    'house',
    'unit',
    'locality',
    'city',
    'state',
    'postcode',
    'country',
  );
  const addressColumns = parts.filter((index) => !extra.includes(index));
  return {
    addressColumns,
    how: `columns ${quoted(addressColumns, columns)} joined in the order of the file`,
  };
}

/** Which columns hold the address and the country. ERR_OPTION when a name is wrong or none can be told. */
export function resolveColumns(shape: Pick<InputShape, 'columns'>, options: ColumnOptions): ColumnChoice {
  const { columns } = shape;
  if (columns.length === 0) return { addressColumns: [], countryColumn: -1, how: 'the file has no records' };
  const countryColumn =
    options.countryColumn === null ? -1 : columnNamed(options.countryColumn, columns, '--country-column');
  if (options.addressColumns.length > 0) {
    const named = options.addressColumns.map((name) => columnNamed(name, columns, '--address-column'));
    return { addressColumns: [...new Set(named)], countryColumn, how: 'as --address-column says' };
  }
  if (columns.length === 1) return { addressColumns: [0], countryColumn, how: 'the only column' };
  const found = wellKnown(columns);
  if (found !== undefined) return { ...found, countryColumn };
  throw new PosthasteError(
    'ERR_OPTION',
    `Expected a column that is named as an address is, but found none; say which with --address-column. ${listed(columns)}`,
  );
}
