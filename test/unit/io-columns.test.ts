/** Which columns hold the address. */

import { describe, expect, it } from 'vitest';
import { resolveColumns } from '../../lib/io/index.js';

function resolve(
  columns: string[],
  addressColumns: string[] = [],
  countryColumn: string | null = null,
): string[] {
  const found = resolveColumns({ columns }, { addressColumns, countryColumn });
  expect(found.how).not.toBe('');
  return found.addressColumns.map((index) => columns[index] ?? '?');
}

describe('columns that are named', () => {
  const columns = ['ID', 'Full Address', 'full_name', 'Country', 'x', 'x'];

  it('are found exactly, then without case, blanks and underscores, then by place', () => {
    expect(resolve(columns, ['Full Address'])).toEqual(['Full Address']);
    expect(resolve(columns, ['full_address', 'FULLNAME'])).toEqual(['Full Address', 'full_name']);
    expect(resolve(columns, ['column_2', 'Full Address', 'column1'])).toEqual(['Full Address', 'ID']);
    expect(resolve(['a', 'A'], ['A'])).toEqual(['A']);
    expect(resolve(['column_2', 'b'], ['column_2'])).toEqual(['column_2']);
  });

  it('are ERR_OPTION with a suggestion when absent', () => {
    for (const name of ['full adress', 'Ful_Address'])
      expect(() => resolve(columns, [name])).toThrow(
        /--address-column .*Did you mean 'Full Address'\? .*'full_name'/s,
      );
    expect(() => resolve(columns, [], 'contry')).toThrow(/--country-column .*Did you mean 'Country'/s);
    expect(() => resolve(columns, ['column_7'])).toThrow(/Expected the name of a column/);
    expect(() => resolve(columns, ['x'])).toThrow(/column_5, column_6/);
    try {
      resolve(columns, ['nothing like it']);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'ERR_OPTION' });
      expect(String(error)).not.toContain('Did you mean');
    }
  });

  it('give the country', () => {
    const found = resolveColumns({ columns }, { addressColumns: ['ID'], countryColumn: 'country' });
    expect(found.countryColumn).toBe(3);
    expect(
      resolveColumns({ columns: ['address'] }, { addressColumns: [], countryColumn: null }).countryColumn,
    ).toBe(-1);
  });
});

describe('columns by well-known names', () => {
  it('are the one with the address, in many languages', () => {
    const names = `address|Address|full_address|Full Address|ADDR|Adresse|Anschrift|Dirección|indirizzo|Endereço|adres|Adresa
      |cím|osoite|Διεύθυνση|Адрес|住所|地址|주소|पता|ঠিকানা|العنوان|כתובת|ที่อยู่|Địa chỉ|alamat|mailing_address|street_address
      |formatted-address|address.full|Adressé`;
    for (const name of names.split(/\|/u).map((one) => one.trim()))
      expect(resolve(['id', 'name', name, 'phone']), name).toEqual([name]);
  });

  it('are the parts in the order of the file', () => {
    expect(resolve(['name', 'street', 'house_number', 'postcode', 'city', 'country_code'])).toEqual([
      'street',
      'house_number',
      'postcode',
      'city',
    ]);
    expect(resolve(['id', 'Address1', 'Address2', 'City', 'State', 'Zip', 'phone'])).toEqual([
      'Address1',
      'Address2',
      'City',
      'State',
      'Zip',
    ]);
    expect(resolve(['addr:housenumber', 'addr:street', 'addr:city', 'name'])).toHaveLength(3);
    expect(resolve(['Straße', 'Hausnummer', 'PLZ', 'Ort', 'Kunde'])).toHaveLength(4);
    expect(resolve(['numéro', 'nom_voie', 'code_postal', 'nom_commune', 'x'])).toHaveLength(4);
    expect(resolve(['улица', 'дом', 'город', 'индекс'])).toHaveLength(4);
  });

  it('are an address line with its city and postcode, a whole address alone', () => {
    expect(resolve(['id', 'ADDRESS', 'CITY', 'STATE', 'ZIP'])).toEqual(['ADDRESS', 'CITY', 'STATE', 'ZIP']);
    expect(resolve(['id', 'full_address', 'city', 'state', 'zip'])).toEqual(['full_address']);
    expect(resolve(['id', 'address', 'country'])).toEqual(['address']);
    expect(resolve(['id', 'address', 'city'])).toEqual(['address']);
  });

  it('are the only column, whatever its name', () => {
    expect(resolve(['whatever'])).toEqual(['whatever']);
    expect(resolve([])).toEqual([]);
  });

  it('are ERR_OPTION with all names when there are none', () => {
    expect(() => resolve(['id', 'name', 'wherabouts'])).toThrow(
      /--address-column.*'id', 'name', 'wherabouts'/s,
    );
    expect(() => resolve(['id', 'state', 'number'])).toThrow(/--address-column/);
    const many = Array.from({ length: 500 }, (_, i) => `c${i}`);
    expect(() => resolve(many)).toThrow(/and 460 more/);
  });
});
