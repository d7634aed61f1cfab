import { join } from 'node:path';
import { prepositionOf } from './affixes.js';
import type { LeakCheck } from './heldout.js';
import type { Label, Line, Span } from './lines.js';
import { readJsonLines } from './sources.js';
import { fold } from './text.js';
import { copiesOf } from './weights.js';

interface IndianRecord {
  fields: Record<string, string>;
}

/** An address string with the record that it comes from; `written` is the text without the venue. */
interface IndianString {
  set: string;
  text: string;
  written: string;
  fields: Record<string, string>;
}

const has = {
  level:
    /^(?:(?:\d+ ?(?:st|nd|rd|th)|ground|first|second|third|fourth|gr\.?|upper ground|lower ground|top|g|[iv]+)[ .-]*(?:floor|flr|fl)\.?|basement|mezzanine)$/i,
  unit: /^(?:flat|shop|office|room|unit|gala|suite|godown|apt)\b[ .:#-]*(?:nos?\b)?[ .:#-]*[a-z]?-?\d+[a-z]?(?: ?(?:[/&-]|and) ?\d+[a-z]?)*$/i,
  number:
    /^(?:(?:plot|h\.? ?no|house no|door no|d\.? ?no|s\.? ?no|sy\.? ?no|survey no|khasra no|cts no|municipal no|no|#|sco|scf|gat no|r\.? ?s\.? ?no|t\.? ?s\.? ?no)[ .:#-]*(?:no)?[ .:#-]*[a-z]?-?\d[\da-z/ -]*|[a-z]?-?\d+[a-z]?(?:[/-][\da-z]+)*)$/i,
  road: /(?:\b(?:road|rd|street|st|marg|lane|gali|chowk|chauk|circle|cross|main|highway|salai|sarani|path|bypass|chauraha|naka|corner)\.?$|^n\.?h\.?[ -]?\d|^(?:\d+(?:st|nd|rd|th) (?:main|cross))|^off )/i,
  suburb:
    /\b(?:nagar|colony|vihar|layout|extension|extn|enclave|peth|estate|midc|gidc|puram|bazar|bazaar|ganj|cantt|cantonment|civil lines|industrial area|garden|mohalla|tola|pally)\.?(?: ?\((?:e|w|east|west)\))?(?: east| west)?$|^(?:sector|sec|phase|ward|block)[ .-]*(?:no)?[ .-]*(?:\d+|[ivx]+|[a-z])$/i,
  house:
    /\b(?:complex|tower|towers|plaza|arcade|bhavan|bhawan|building|bldg|apartment|apartments|apts?|chambers|mansion|mall|shopping cent(?:er|re)|society|residency|heights|house|sadan|market complex|hospital|nursing home|clinic|bank|school|college|university|temple)\.?$/i,
  district:
    /^(?:dist|distt|district|tal|taluka|taluk|tq|teh|tehsil|mandal)\b[ .:-]*\p{L}|\p{L} (?:dist|distt|district|mandal|taluk|taluka|tehsil)\.?$/iu,
  town: /^(?:vill(?:age)?|v\.?p\.?o|at ?(?:&|and|\/)? ?po(?:st)?|a\/p|at|vill(?:age)? ?(?:&|and) ?p\.?o)\b[ .:&-]*\p{L}/iu,
  postcode: /^(?:pin(?: ?code)?[ .:-]*)?\d{3} ?\d{3}$/i,
};

/**
 * Labels the address strings of Indian directories by rule. Only lines whose every segment is sure come out:
 * by a word that tells its kind, or by the city, district, state or PIN that the record names apart.
 */
export function labelIndia(data: string, leaks: LeakCheck): Line[] {
  return indianStrings(data, leaks).flatMap((string) => labelString(string) ?? []);
}

/** The address strings of the Indian directories, written out as their records say, without the held-out ones. */
function indianStrings(data: string, leaks: LeakCheck): IndianString[] {
  return ['in_bank_branches', 'in_hospitals', 'in_hospitals_maharashtra'].flatMap((name) =>
    readJsonLines<IndianRecord>(join(data, 'records', `${name}.jsonl.gz`)).flatMap(({ fields }) => {
      const { address_string: address = '', house = '' } = fields;
      if (leaks.holdsPart(address)) return [];
      const written = name === 'in_bank_branches' ? address : withTail(address, fields);
      const named = house.length % 3 === 0 && house.length > 3 && house.length < 50;
      return { set: `records/${name}`, text: named ? `${house}, ${written}` : written, written, fields };
    }),
  );
}

function labelString({ set, text, written, fields }: IndianString): Line | undefined {
  const { city = '', state_district: district = '', state = '' } = fields;
  const known = { city: fold(city), district: fold(district), state: fold(state) };
  const spans: Span[] = [];
  const segment = /[^,;\n]+/g;
  for (let match = segment.exec(text); match !== null; match = segment.exec(text)) {
    const pieces =
      text !== written && match.index === 0
        ? whole(match[0], 0, 'house')
        : labelSegment(match[0], match.index, known);
    if (pieces === undefined) return undefined;
    spans.push(...pieces);
  }
  if (spans.length < 3 || !spans.some(({ label }) => label === 'city' || label === 'state_district'))
    return undefined;
  return { set, country: 'IN', copies: copiesOf(set), text, spans };
}

/** Hospitals' strings lack the last lines of an address; the record's own fields are put behind them. */
function withTail(
  address: string,
  { state_district: district, state, postcode }: Record<string, string>,
): string {
  const bare = address.replace(/[ ,.-]+$/, '');
  const parts = [bare];
  if (district !== undefined && !/\bdist/i.test(bare)) parts.push(`Dist. ${district}`);
  if (state !== undefined && !bare.toLowerCase().includes(state.toLowerCase())) parts.push(state);
  if (postcode !== undefined && !/\d{3} ?\d{3}\W*$/.test(bare)) parts.push(postcode);
  return parts.join(', ');
}

function whole(segment: string, at: number, label: Label): Span[] {
  const start = at + segment.length - segment.trimStart().length;
  const end = at + segment.replace(/[\s.:-]+$/, '').length;
  return end > start ? [{ start, end, label }] : [];
}

function labelSegment(
  raw: string,
  at: number,
  known: { city: string; district: string; state: string },
): Span[] | undefined {
  const text = raw.trim().replace(/[\s.:-]+$/, '');
  if (text === '') return [];
  const start = at + raw.indexOf(text);
  const one = (label: Label): Span[] => [{ start, end: start + text.length, label }];
  const folded = fold(text);
  if (has.postcode.test(text)) return one('postcode');
  const tail = /^(.*?\S)\s*[-–]?\s*((?:pin(?: ?code)?[ .:-]*)?\d{3} ?\d{3})$/i.exec(text);
  if (tail !== null && !/^\d+$/.test(tail[1] as string)) {
    const before = labelSegment((tail[1] as string).replace(/[\s.–-]+$/, ''), start, known);
    const code = tail[2] as string;
    return before === undefined
      ? undefined
      : [
          ...before,
          { start: start + text.length - code.length, end: start + text.length, label: 'postcode' },
        ];
  }
  if (folded === known.city) return one('city');
  if (folded === known.state) return one('state');
  if (has.district.test(text)) return one('state_district');
  if (folded === known.district) return one(known.city === '' ? 'city' : 'state_district');
  if (prepositionOf(text) !== '') return text.length < 45 ? one('near') : undefined;
  if (has.town.test(text)) return text.split(' ').length < 6 ? one('city') : undefined;
  if (has.level.test(text)) return one('level');
  if (has.unit.test(text)) return one('unit');
  if (has.number.test(text)) return one('house_number');
  if (text.split(' ').length > 5) return undefined;
  const numbered = /^(\d+[A-Z]?(?:[/-]\d+[A-Z]?)*)\s+(\p{L}.*)$/iu.exec(text);
  if (numbered !== null && has.road.test(text) && !/^(?:cross|main|lane)\b/i.test(numbered[2] as string)) {
    const number = numbered[1] as string;
    return [
      { start, end: start + number.length, label: 'house_number' },
      {
        start: start + text.length - (numbered[2] as string).length,
        end: start + text.length,
        label: 'road',
      },
    ];
  }
  if (has.road.test(text)) return one('road');
  if (has.suburb.test(text)) return one('suburb');
  if (has.house.test(text)) return one('house');
  return undefined;
}
