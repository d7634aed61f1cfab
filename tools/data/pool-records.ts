import { join } from 'node:path';
import type { Pools } from './pools.js';
import { filesOf, readJsonLines, readRows } from './sources.js';
import { addressRoads } from './streets.js';

interface RealRecord {
  country: string;
  fields: Record<string, string>;
}

const housesPerCountry = 9000;

/** Fills the pools with the venues, roads, numbers and suburbs of the real records. */
export function addRecordPools(pools: Pools, data: string): void {
  const houses = new Map<string, Set<string>>();
  for (const { name, path } of filesOf(join(data, 'records'))) {
    for (const { country, fields } of readJsonLines<RealRecord>(path)) {
      const house = fields.house ?? fields.house_2;
      if (house !== undefined) addHouse(houses, country, house, name);
      const { suburb, city_district: district, city, po_box: box, unit } = fields;
      if (suburb !== undefined && country !== 'JP') pools.add('gazetteer', country, 'suburb', suburb);
      if (district !== undefined) pools.add('gazetteer', country, 'city_district', district);
      if (city !== undefined && country !== 'JP') pools.add('gazetteer', country, 'city', city);
      if (box !== undefined) pools.add('gazetteer', country, 'po_box', box);
      if (unit !== undefined && /^\p{L}/u.test(unit)) pools.add('gazetteer', country, 'unit', unit);
      if (country === 'TW' && fields.state_district !== undefined)
        pools.add('gazetteer', 'TW', 'state_district', fields.state_district);
    }
  }
  for (const [country, names] of houses)
    for (const house of names) pools.add('gazetteer', country, 'house', house);
  for (const [country, road, count] of readRows(join(data, 'gazetteers', 'street_names.tsv.gz')) as [
    string,
    string,
    string,
  ][]) {
    for (const name of addressRoads(country, road, Number(count)))
      pools.add('gazetteer', country, 'road', name);
  }
}

function addHouse(houses: Map<string, Set<string>>, country: string, house: string, source: string): void {
  let names = houses.get(country);
  if (names === undefined) {
    names = new Set();
    houses.set(country, names);
  }
  let name = house.replace(/^["'\s]+|["'\s]+$/g, '').replace(/\s+/g, ' ');
  if (source === 'stiles_locations') name = name.replace(/ (?:Str|Store)? ?#?\d.*$/, '');
  if (source === 'de_railway_stations') name = `Bahnhof ${name}`;
  if (name.length < 3 || name.length > 60 || /[|;<>\n]/.test(name)) return;
  if (names.size < housesPerCountry || source === 'openbrewerydb') names.add(name);
}
