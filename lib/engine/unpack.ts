import type { PackedParses } from '../binding/native.js';
import type { AddressComponent, Label, ParsedAddress } from '../types.js';

/** The addon's confidences are whole numbers up to this. */
const CONFIDENCE_ONE = 10_000;
const NUMBERS = 4;

/** Address `i` of a packed result; `text` is the string that was packed as address `i`. */
export function unpack(
  parses: PackedParses,
  i: number,
  text: string,
  labels: readonly string[],
): ParsedAddress {
  const components: AddressComponent[] = [];
  const end = parses.first[i + 1] ?? 0;
  for (let c = parses.first[i] ?? 0; c < end; c++) components.push(component(parses, c, text, labels));
  return {
    text,
    components,
    country: countryName(parses.countries[i] ?? 0),
    confidence: (parses.confidences[i] ?? 0) / CONFIDENCE_ONE,
  };
}

function component(
  { components }: PackedParses,
  index: number,
  address: string,
  labels: readonly string[],
): AddressComponent {
  const at = index * NUMBERS;
  const start = components[at + 1] ?? 0;
  const end = components[at + 2] ?? 0;
  return {
    label: labels[components[at] ?? 0] as Label,
    text: address.slice(start, end),
    start,
    end,
    confidence: (components[at + 3] ?? 0) / CONFIDENCE_ONE,
  };
}

function countryName(packed: number): string | null {
  return packed === 0 ? null : String.fromCharCode(packed >> 8, packed & 0xff);
}
