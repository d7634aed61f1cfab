import { join } from 'node:path';
import { districtFirst } from './places.js';
import type { Pools } from './pools.js';
import { casingOf, isNative } from './script.js';
import { parseTable, readRows, readText, type Table } from './sources.js';
import { titleCase } from './text.js';

type Row = [string, string, string, string, string, string, string];

/** Fills the pools with the places of the gazetteers, populous ones first. */
export function addPlacePools(
  pools: Pools,
  data: string,
  languages: ReadonlyMap<string, readonly string[]>,
): void {
  const folder = join(data, 'gazetteers');
  addCities(pools, folder);
  addPostal(pools, folder);
  addSubdivisions(pools, folder, languages);
  addCodes(pools, join(data, 'templates'));
  for (const [, , city, suburb] of thin(readRows(join(folder, 'jp_towns.tsv.gz')), 40_000)) {
    pools.add('gazetteer', 'JP', 'city', (city ?? '').replace(/^.*郡/, '').replace(/(.市).*区$/, '$1'));
    pools.add('gazetteer', 'JP', 'suburb', suburb ?? '');
  }
  for (const [, state, district, suburb] of thin(
    readRows(join(folder, 'tr_neighbourhoods.tsv.gz')),
    30_000,
  )) {
    const name = (suburb ?? '').replace(/ Mah$/, '');
    pools.add('gazetteer', 'TR', 'suburb', `${name} Mah.`);
    pools.add('gazetteer', 'TR', 'suburb', `${name} Mahallesi`);
    if (metropolises.has(state ?? '')) pools.add('gazetteer', 'TR', 'city_district', district ?? '');
    else pools.add('gazetteer', 'TR', 'city', district ?? '');
    pools.add('gazetteer', 'TR', 'state', state ?? '');
  }
  for (const [, , suburb] of readRows(join(folder, 'au_postcode_suburbs.tsv.gz'))) {
    pools.add('gazetteer', 'AU', 'city', titleCase(suburb ?? ''));
    pools.add('gazetteer', 'AU', 'suburb', titleCase(suburb ?? ''));
  }
}

const metropolises: ReadonlySet<string> = new Set(
  'Adana Ankara Antalya Aydın Balıkesir Bursa Denizli Diyarbakır Erzurum Eskişehir Gaziantep Hatay İstanbul İzmir Kahramanmaraş Kayseri Kocaeli Konya Malatya Manisa Mardin Mersin Muğla Ordu Sakarya Samsun Şanlıurfa Tekirdağ Trabzon Van'.split(
    ' ',
  ),
);

function thin<T>(rows: T[], cap: number): T[] {
  const step = Math.max(1, Math.floor(rows.length / cap));
  return rows.filter((_, i) => i % step === 0);
}

/** Places that GeoNames calls by their English names. */
const local: Record<string, string> = {
  'PT Lisbon': 'Lisboa', 'DE Munich': 'München', 'DE Cologne': 'Köln', 'DE Nuremberg': 'Nürnberg',
  'DE Hanover': 'Hannover', 'AT Vienna': 'Wien', 'IT Rome': 'Roma', 'IT Milan': 'Milano', 'IT Turin': 'Torino',
  'IT Naples': 'Napoli', 'IT Florence': 'Firenze', 'IT Venice': 'Venezia', 'IT Genoa': 'Genova', 'IT Padua': 'Padova',
  'CZ Prague': 'Praha', 'PL Warsaw': 'Warszawa', 'RO Bucharest': 'București', 'RS Belgrade': 'Beograd',
  'CH Geneva': 'Genève', 'CH Zurich': 'Zürich', 'BE Brussels': 'Bruxelles', 'BE Antwerp': 'Antwerpen', 'BE Ghent': 'Gent',
  'BE Bruges': 'Brugge', 'NL The Hague': 'Den Haag', 'DK Copenhagen': 'København', 'SE Gothenburg': 'Göteborg',
  'ES Seville': 'Sevilla', 'MX Mexico City': 'Ciudad de México', 'CO Bogota': 'Bogotá', 'MD Chisinau': 'Chișinău',
  'VN Hanoi': 'Hà Nội', 'VN Ho Chi Minh City': 'TP. Hồ Chí Minh', 'VN Da Nang': 'Đà Nẵng', 'LU Luxembourg': 'Luxembourg',
}; // biome-ignore format: a table

function addCities(pools: Pools, folder: string): void {
  const rows = readRows(join(folder, 'geonames_cities500.tsv.gz')) as Row[];
  rows.sort((a, b) => Number(b[4]) - Number(a[4]));
  for (const [name, country, , , , feature, alternates] of rows) {
    if (feature === 'PPLX') {
      pools.add('gazetteer', country, 'suburb', name);
      continue;
    }
    pools.add('gazetteer', country, 'city', local[`${country} ${name}`] ?? name);
    let taken = 0;
    for (const other of (alternates ?? '').split('|')) {
      if (taken === 2 || !isNative(country, other)) continue;
      pools.add('gazetteer', country, 'city', other);
      taken++;
    }
  }
}

/** What the place column of the postal list holds, where it is not a town. */
const placeIs: Record<string, 'suburb' | 'road' | 'none'> = {
  SG: 'road', PT: 'suburb', ID: 'suburb', PE: 'suburb', TR: 'none', KR: 'none', DE: 'none', LT: 'none', BG: 'none',
  TH: 'none', DZ: 'none', CA: 'none', CN: 'none', GT: 'none', CL: 'none', CO: 'none', MD: 'none', AX: 'none',
  LV: 'none', RS: 'none', SI: 'none', IS: 'none', UA: 'none', KE: 'none', AL: 'none', GB: 'none',
}; // biome-ignore format: a table

function addPostal(pools: Pools, folder: string): void {
  const rows = readRows(join(folder, 'geonames_postal.tsv.gz')) as Row[];
  const seen = new Map<string, number>();
  for (const [country, , place, state, , province, community] of rows) {
    const n = seen.get(country) ?? 0;
    seen.set(country, n + 1);
    if (country === 'KR') for (const name of [state, province, place]) addKorean(pools, name);
    if ((country === 'PT' || country === 'IN') && n % 6 !== 0) continue;
    addPlace(pools, country, place);
    if (country === 'US') {
      pools.add('gazetteer', country, 'state_district', `${province} County`);
    } else if (country === 'IN') {
      pools.add('gazetteer', country, 'state_district', province);
      pools.add('gazetteer', country, 'state_district', community);
    } else if (country === 'PT') {
      pools.add('gazetteer', country, 'city', province);
    } else if (country === 'PE') {
      pools.add('gazetteer', country, 'city_district', community);
      pools.add('gazetteer', country, 'city', province);
    } else if (/^(AT|BD|CO|EC|ES|FR|IT|PL|RO|NO|SE|HR|SK|CZ)$/.test(country)) {
      const name = country === 'AT' ? province.replace('Politischer Bezirk', 'Bezirk') : province;
      pools.add('gazetteer', country, 'state_district', districtFirst.has(country) ? state : name);
    }
  }
}

function addPlace(pools: Pools, country: string, place: string): void {
  const kind = placeIs[country];
  if (kind === 'none') return;
  for (const part of place.split(' / ')) {
    let name = part
      .replace(/ *\(.*$/, '')
      .replace(/ - .*$/, '')
      .replace(/,.*$/, '');
    if (/\p{Nd}/u.test(name) && country !== 'FR') name = name.replace(/ *\p{Nd}+$/u, '');
    if (casingOf(name) === 'upper') name = titleCase(name);
    pools.add('gazetteer', country, kind ?? 'city', name);
    if (country === 'IN') pools.add('gazetteer', country, 'suburb', name);
  }
}

function addKorean(pools: Pools, name: string): void {
  for (const word of name.split(' ')) {
    const label = /시$/.test(word)
      ? 'city'
      : /도$/.test(word)
        ? 'state'
        : /군$/.test(word)
          ? 'state_district'
          : /구$/.test(word)
            ? 'city_district'
            : /[읍면동리]$/.test(word)
              ? 'suburb'
              : undefined;
    if (label !== undefined) pools.add('gazetteer', 'KR', label, word);
  }
}

function addSubdivisions(
  pools: Pools,
  folder: string,
  languages: ReadonlyMap<string, readonly string[]>,
): void {
  for (const [code, country, language, name] of readRows(join(folder, 'cldr_subdivisions.tsv.gz')) as Row[]) {
    const known = languages.get(country) ?? [];
    const own = known.includes(language.slice(0, 2));
    if (!own && !(language === 'en' && (known.length === 0 || isForeign(country)))) continue;
    const part = code.slice(2);
    const district =
      districtFirst.has(country) ||
      (country === 'IT' && /^[a-z]/.test(part)) ||
      (country === 'FR' && /^\d/.test(part)) ||
      (country === 'BE' && part.length === 3 && part !== 'vlg' && part !== 'wal' && part !== 'bru') ||
      (country === 'GB' && !['eng', 'sct', 'wls', 'nir'].includes(part));
    pools.add('gazetteer', country, district ? 'state_district' : 'state', name);
  }
  for (const [, country, language, name] of readRows(join(folder, 'cldr_territories.tsv.gz')) as Row[]) {
    if (!/^[A-Z]{2}$/.test(country)) continue;
    const own = languages.get(country)?.includes(language.slice(0, 2)) ?? false;
    if (own || language === 'en')
      for (let i = 0; i < 1; i++) pools.add('gazetteer', country, 'country', name);
    pools.add('gazetteer', country, 'country', country);
  }
}

/** Countries whose states are written in English letters in international mail. */
function isForeign(country: string): boolean {
  return /^(AE|SA|EG|KW|QA|BH|OM|JO|LB|IQ|IR|CN|JP|KR|TH|RU|UA|BY|GR|IL|GE|AM|KZ|KG|UZ|NP|MM|KH|BD|LK|ET|IN|PK|PH|MY|NG|KE|GH|ZA|TW|BG|RS|MK)$/.test(
    country,
  );
}

function addCodes(pools: Pools, folder: string): void {
  const table = parseTable(readText(join(folder, 'state_codes.yaml')));
  for (const country of ['US', 'CA', 'AU', 'BR', 'MX', 'IT', 'CH', 'MY', 'AR']) {
    for (const [code, names] of Object.entries((table[country] ?? {}) as Table)) {
      const label = country === 'IT' ? 'state_district' : 'state';
      if (/^[A-Z]{2,3}$/.test(code) && country !== 'MX' && country !== 'AR' && country !== 'IT')
        pools.add('gazetteer', country, 'state', code);
      if (typeof names === 'string' && country !== 'IT') pools.add('gazetteer', country, label, names);
    }
  }
  const provinces = parseTable(readText(join(folder, 'county_codes.yaml')));
  for (const code of Object.keys((provinces.IT ?? {}) as Table))
    pools.add('gazetteer', 'IT', 'state_district', code);
}
