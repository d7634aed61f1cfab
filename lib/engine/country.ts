import { PosthasteError } from '../errors.js';

/** A country as the addon takes it: ISO 3166-1 alpha-2 in capitals, '' for none. ERR_OPTION for anything else. */
export function countryCode(country: unknown): string {
  if (country === undefined || country === null || country === '') return '';
  if (typeof country === 'string' && /^[A-Za-z]{2}$/.test(country)) return country.toUpperCase();
  throw new PosthasteError(
    'ERR_OPTION',
    `Expected two letters (ISO 3166-1 alpha-2) for country but received ${String(country)} of type ${typeof country}`,
  );
}
