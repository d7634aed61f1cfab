import { join } from 'node:path';
import type { Gazetteer } from './gazetteer.js';
import { districtFirst } from './places.js';
import { parseTable, readLines, readRows, readTar, readText, type Table } from './sources.js';

/** Ranks are of one scale: words above a million, then countries, states, districts, cities by population, roads. */
const rankOfCountry = 900_000;
const rankOfState = 800_000;
const rankOfDistrict = 500_000;

/** Adds the places and roads of all gazetteers. */
export function addPlaces(gazetteer: Gazetteer, data: string): void {
  const folder = join(data, 'gazetteers');
  addTerritories(gazetteer, folder, languagesOf(join(data, 'templates', 'country2lang.yaml')));
  addStateCodes(gazetteer, join(data, 'templates'));
  addCities(gazetteer, folder);
  addPostal(gazetteer, folder);
  for (const [, state, city, suburb] of readRows(join(folder, 'jp_towns.tsv.gz'))) {
    gazetteer.add('state', 'JP', rankOfState, state ?? '');
    gazetteer.add('city', 'JP', 420_000, city ?? '');
    gazetteer.add('suburb', 'JP', 150_000, suburb ?? '');
  }
  for (const [, state, district, suburb] of readRows(join(folder, 'tr_neighbourhoods.tsv.gz'))) {
    gazetteer.addBoth('state', 'TR', rankOfState, state ?? '');
    gazetteer.addBoth('city_district', 'TR', 450_000, district ?? '');
    gazetteer.addBoth('suburb', 'TR', 230_000, (suburb ?? '').replace(/ Mah$/, ''));
  }
  for (const [, , suburb] of readRows(join(folder, 'au_postcode_suburbs.tsv.gz'))) {
    gazetteer.add('city', 'AU', 280_000, suburb ?? '');
  }
  for (const [country, road, count] of readRows(join(folder, 'street_names.tsv.gz'))) {
    gazetteer.addBoth('road', country ?? '-', 170_000 + 30_000 * Math.log2(Number(count ?? 1)), road ?? '');
  }
  addWhosOnFirst(gazetteer, folder);
}

/** The languages of each country, with English for all. */
function languagesOf(path: string): Map<string, Set<string>> {
  const languages = new Map<string, Set<string>>();
  for (const [country, names] of Object.entries(parseTable(readText(path)))) {
    if (typeof names === 'string') languages.set(country, new Set(['en', ...names.split(/\s*,\s*/)]));
  }
  return languages;
}

function addTerritories(gazetteer: Gazetteer, folder: string, languages: Map<string, Set<string>>): void {
  for (const [, country, , name] of readRows(join(folder, 'cldr_territories.tsv.gz'))) {
    if (/^[A-Z]{2}$/.test(country ?? ''))
      gazetteer.addBoth('country', country ?? '-', rankOfCountry, name ?? '');
  }
  for (const name of [
    'USA',
    'U.S.A.',
    'UK',
    'U.K.',
    'UAE',
    'U.A.E.',
    'KSA',
    'PRC',
    'ROC',
    'Deutschland',
    'Brasil',
  ]) {
    gazetteer.add('country', '-', rankOfCountry, name);
  }
  for (const [code, country, language, name] of readRows(join(folder, 'cldr_subdivisions.tsv.gz'))) {
    if (languages.get(country ?? '')?.has((language ?? '').slice(0, 2)) !== true) continue;
    const kind = isDistrict(code ?? '', country ?? '') ? 'state_district' : 'state';
    const rank = kind === 'state' ? rankOfState - 100_000 : rankOfDistrict;
    gazetteer.addBoth(kind, country ?? '-', rank, name ?? '');
  }
  for (const [, country, name] of readRows(join(folder, 'geonames_admin1.tsv.gz'))) {
    const kind = districtFirst.has(country ?? '') ? 'state_district' : 'state';
    gazetteer.addBoth(kind, country ?? '-', rankOfState - 50_000, name ?? '');
  }
  for (const [, country, name] of readRows(join(folder, 'geonames_admin2.tsv.gz'))) {
    gazetteer.addBoth('state_district', country ?? '-', 350_000, name ?? '');
  }
}

/** Subdivisions below the first level, by the form of their ISO 3166-2 code. */
function isDistrict(code: string, country: string): boolean {
  const local = code.slice(2);
  if (districtFirst.has(country)) return true;
  if (country === 'IT' || country === 'FR')
    return country === 'IT' ? /^[a-z]/.test(local) : /^\d/.test(local);
  if (country === 'GB') return !['eng', 'sct', 'wls', 'nir'].includes(local);
  if (country === 'BE')
    return local.length === 3 && /^[vw]/.test(local) && local !== 'vlg' && local !== 'wal';
  return false;
}

function addStateCodes(gazetteer: Gazetteer, folder: string): void {
  const add = (file: string, kind: 'state' | 'state_district') => {
    const table = parseTable(readText(join(folder, file)));
    for (const [country, codes] of Object.entries(table)) {
      for (const [code, names] of Object.entries(codes as Table)) {
        if (/^[A-Z]{2,4}$/.test(code)) gazetteer.add(kind, country, rankOfState, code);
        const list = typeof names === 'string' ? [names] : Object.values(names);
        for (const name of list)
          if (typeof name === 'string') gazetteer.addBoth(kind, country, rankOfState, name);
      }
    }
  };
  add('state_codes.yaml', 'state');
  add('county_codes.yaml', 'state_district');
}

function addCities(gazetteer: Gazetteer, folder: string): void {
  for (const row of readRows(join(folder, 'geonames_cities500.tsv.gz'))) {
    const [name, country, , , population, feature, alternates] = row as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const people = Math.max(1, Number(population));
    const rank = 100_000 * Math.log10(people);
    const kind = feature === 'PPLX' ? 'suburb' : 'city';
    gazetteer.addBoth(kind, country, rank, name);
    const limit = people > 500_000 ? 40 : people > 50_000 ? 14 : people > 5000 ? 6 : 2;
    let taken = 0;
    for (const other of (alternates ?? '').split('|')) {
      if (taken >= limit || !/^\p{L}/u.test(other) || /^[A-Z]{3}$/.test(other)) continue;
      const latin = /^\p{Script=Latin}/u.test(other);
      if (latin && /^[a-z]/.test(other)) continue;
      gazetteer.add(kind, country, rank - (latin ? 60_000 : 30_000), other);
      taken++;
    }
  }
}

const suburbsByPost: ReadonlySet<string> = new Set([
  'SG',
  'KR',
  'PT',
  'TR',
  'ID',
  'PE',
  'DZ',
  'KE',
  'BD',
  'IN',
]);

function addPostal(gazetteer: Gazetteer, folder: string): void {
  const counts = new Map<string, number>();
  for (const row of readRows(join(folder, 'geonames_postal.tsv.gz'))) {
    const [country, , place, state, , province, community] = row as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    for (const part of (place ?? '').split(' / ')) count(counts, `${country}\t${part}`);
    if (state !== '') count(counts, `state\t${country}\t${state}`);
    if (province !== '') count(counts, `district\t${country}\t${province}`);
    if (community !== '') count(counts, `community\t${country}\t${community}`);
  }
  for (const [key, n] of counts) {
    const parts = key.split('\t');
    const country = parts.length === 3 ? (parts[1] as string) : (parts[0] as string);
    const name = (parts[parts.length - 1] as string).replace(/ \(.*\)$/, '');
    const bonus = 15_000 * Math.log2(n);
    if (parts.length === 2) {
      if (country === 'SG') continue;
      gazetteer.addBoth(suburbsByPost.has(country) ? 'suburb' : 'city', country, 190_000 + bonus, name);
    } else if (parts[0] === 'community') {
      gazetteer.addBoth(country === 'IN' ? 'state_district' : 'city', country, 240_000 + bonus, name);
    } else {
      const first = parts[0] === 'state' && !districtFirst.has(country);
      gazetteer.addBoth(
        first ? 'state' : 'state_district',
        country,
        (first ? 600_000 : 400_000) + bonus,
        name,
      );
    }
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function addWhosOnFirst(gazetteer: Gazetteer, folder: string): void {
  for (const [path, text] of readTar(join(folder, 'whosonfirst_dictionaries.tar.gz'))) {
    const kind = /dictionaries\/(country|region|locality)\/.*name:/.exec(path)?.[1];
    if (kind === undefined) continue;
    for (const name of text.split('\n')) {
      if (kind === 'country') gazetteer.addBoth('country', '-', rankOfCountry - 1000, name);
      else if (kind === 'region') gazetteer.addBoth('state', '-', rankOfState - 200_000, name);
      else gazetteer.add('city', '-', 120_000, name);
    }
  }
  for (const line of readLines(join(folder, 'faker_locales.tsv.gz'))) {
    const [locale, kind, value] = line.split('\t') as [string, string, string];
    const country = /_([A-Z]{2})/.exec(locale)?.[1] ?? '-';
    if (value.includes('#') || value.includes('{')) continue;
    if (kind === 'city_name') gazetteer.addBoth('city', country, 260_000, value);
    else if (kind === 'street_name') gazetteer.addBoth('road', country, 180_000, value);
  }
}
