import { add, type CoarseLabel, type Parts } from './compare.js';
import { countryCode, isState, plainWords } from './words.js';

/** What a parser returned: an object of named strings. */
export type Fields = Readonly<Record<string, unknown>>;

const box = /^(?:(?:p\W*o|post\s+office)\W*)?(?:box|drawer)\b|^(?:rr|hcr?|psc|cmr|rural route)\b.*\bbox\b/i;
const unit =
  /^(?:#|apt|apartment|suite|ste|unit|rm|room|fl|flr|floor|lot|spc|space|trlr|trailer|ph|penthouse|bsmt|basement|rear|dept|ofc|office|upper|lower|front|lobby)\b|\b(?:floor|fl|flr)\.?$|^#/i;
const building = /^(?:bldg|building|tower|wing|hangar|pier)\b/i;

/** The label of a part that a parser gives back without one, by its own words. */
export function labelOfPart(text: string): CoarseLabel | undefined {
  const part = text.trim();
  if (box.test(part)) return 'po_box';
  if (building.test(part)) return 'house';
  if (unit.test(part)) return 'unit';
  if (/^\d{5}(?:-\d{4})?$/.test(part)) return 'postcode';
  if (countryCode(part) === 'us') return 'country';
  return /^(?:[a-z]|[a-z]?-?\d+-?[a-z]?)$/i.test(part) ? 'unit' : undefined;
}

const namesCountry = /\b(?:u\.?s\.?a?\.?|united states(?: of america)?)\W*$/i;

/** Parsers of US addresses say nothing of the country or always the same: what the text ends in is taken as said. */
export function addImpliedCountry(parts: Parts, text: string): void {
  if (namesCountry.test(text)) add(parts, 'country', 'us');
}

/** parse-address and its forks: numbered fields for intersections, one secondary unit that may be a box. */
export function fromParseAddress(found: Fields, text: string): Parts {
  const parts: Parts = {};
  add(parts, 'house_number', found.number);
  add(parts, 'road', found.prefix, found.street, found.type, found.suffix);
  // For "A & B St" it says that A is a street too: the type is counted as often as it is written.
  const isWrittenTwice = typesIn(text, found.type2) > 1;
  const type1 = found.type1 === found.type2 && !isWrittenTwice ? '' : found.type1;
  add(parts, 'road', found.prefix1, found.street1, type1, found.suffix1);
  add(parts, 'road', found.prefix2, found.street2, found.type2, found.suffix2);
  const second = [found.sec_unit_type, found.sec_unit_num].filter(Boolean).join(' ');
  if (second !== '') add(parts, labelOfPart(second) ?? 'unit', second);
  add(parts, 'city', found.city);
  add(parts, 'state', found.state);
  add(parts, 'postcode', found.zip, found.plus4);
  addImpliedCountry(parts, text);
  return parts;
}

function typesIn(text: string, type: unknown): number {
  if (typeof type !== 'string' || type === '') return 0;
  const [word] = plainWords(type);
  return plainWords(text).filter((other) => other === word).length;
}

/** addresser: two address lines beside the street's fields. */
export function fromAddresser(found: Fields, text: string): Parts {
  const parts: Parts = {};
  if (found.streetNumber === undefined && typeof found.addressLine1 === 'string') {
    add(parts, labelOfPart(found.addressLine1) ?? 'road', found.addressLine1);
  }
  add(parts, 'house_number', found.streetNumber);
  add(parts, 'road', found.streetName, found.streetSuffix, found.streetDirection);
  if (typeof found.addressLine2 === 'string') {
    const isNumbered = /\d/.test(found.addressLine2);
    add(parts, labelOfPart(found.addressLine2) ?? (isNumbered ? 'unit' : 'house'), found.addressLine2);
  }
  add(parts, 'city', found.placeName);
  add(parts, 'state', found.stateAbbreviation);
  add(parts, 'postcode', found.zipCodePlusFour ?? found.zipCode);
  addImpliedCountry(parts, text);
  return parts;
}

/** addressit: what it does not know is left in `regions`; those before the street are taken for a name. */
export function fromAddressit(found: Fields, text: string): Parts {
  const parts: Parts = {};
  const first = [found.number, found.street].filter(Boolean).join(' ').split(/[\s/]/)[0] ?? '';
  const street = first === '' ? -1 : text.indexOf(first);
  add(parts, 'house_number', found.number);
  add(parts, 'road', found.street);
  add(parts, 'unit', found.unit);
  const regions = found.regions as string[];
  for (const [i, region] of regions.entries()) {
    if (!found.state && i > 0 && i === regions.length - 1 && isState(region)) {
      add(parts, 'state', region);
      continue;
    }
    const isBefore = text.indexOf(region.trim().split(/\s/)[0] ?? '') < street;
    add(parts, labelOfPart(region) ?? (isBefore ? 'house' : 'city'), region);
  }
  add(parts, 'state', found.state);
  add(parts, 'postcode', found.postalcode);
  add(parts, 'country', found.country);
  return parts;
}

/** Facility types that stand for a box or a route of the post. */
const postal = new Set(['PO', 'PSC', 'CMR', 'UMR', 'RPO', 'OMDC', 'RHO']);
const routes = new Set(['RR', 'HC']);

/**
 * @universe/address-parser: an object in the terms of the USPS. Boxes are spread over facility, street type and unit.
 */
export function fromUniverse(found: Fields, text: string): Parts {
  const parts: Parts = {};
  const { facilityType, streetType, unitAbbr } = found;
  const isPostal = postal.has(String(facilityType));
  const isRoute = unitAbbr === 'BOX' && routes.has(String(streetType));
  add(parts, 'house', found.care);
  if (isPostal) {
    const isPlainBox = facilityType === 'PO';
    add(parts, isPlainBox ? 'house' : 'po_box', isPlainBox ? '' : facilityType, found.facility);
    add(parts, isPlainBox ? 'house_number' : 'po_box', found.number);
  } else {
    add(parts, 'house', facilityType, found.facility, facilityType ? found.number : '');
    if (!facilityType) add(parts, 'house_number', found.number);
  }
  const street = [found.streetPreDir, found.streetName, streetType, found.streetPostDir];
  add(parts, isRoute ? 'po_box' : 'road', ...street);
  add(parts, labelOfUnit(unitAbbr, isPostal || isRoute), unitAbbr, found.unitNum);
  add(parts, found.pinType === 'ATTN' ? 'house' : 'unit', found.pinType, found.pinNum);
  add(parts, 'city', found.city);
  add(parts, 'state', found.state);
  add(parts, 'postcode', found.zip, found.zip4);
  if (found.country === 'USA') addImpliedCountry(parts, text);
  else add(parts, 'country', found.country);
  return parts;
}

function labelOfUnit(abbreviation: unknown, isPostal: boolean): CoarseLabel {
  if (abbreviation === 'BOX') return 'po_box';
  if (abbreviation === 'BLDG' || abbreviation === 'PIER') return 'house';
  return isPostal && abbreviation === null ? 'po_box' : 'unit';
}
