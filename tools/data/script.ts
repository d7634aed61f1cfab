/** The two ways of writing that pools keep apart: Latin letters, or any other script. */
export type Writing = 'latin' | 'native';

/** The writing of most letters; undefined when there is no letter. */
export function writingOf(text: string): Writing | undefined {
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return undefined;
  return latin * 2 > letters ? 'latin' : 'native';
}

export type Casing = 'upper' | 'lower' | 'mixed';

export function casingOf(text: string): Casing {
  const upper = text.match(/\p{Lu}/gu)?.length ?? 0;
  const lower = text.match(/\p{Ll}/gu)?.length ?? 0;
  if (lower === 0 && upper > 3) return 'upper';
  return upper === 0 && lower > 0 ? 'lower' : 'mixed';
}

const nativeScript: Record<string, RegExp> = {};

function native(countries: string, script: string): void {
  for (const country of countries.split(' '))
    nativeScript[country] = new RegExp(`^\\p{Script=${script}}`, 'u');
}

native('RU UA BY BG RS MK KZ KG TJ UZ MN XK ME BA', 'Cyrillic');
native('GR CY', 'Greek');
native('AE SA EG KW QA BH OM JO LB IQ IR MA TN DZ LY SD SY YE PS PK AF', 'Arabic');
native('CN TW HK MO', 'Han');
native('KR KP', 'Hangul');
native('TH', 'Thai');
native('IL', 'Hebrew');
native('GE', 'Georgian');
native('AM', 'Armenian');
native('IN NP', 'Devanagari');
native('BD', 'Bengali');
native('KH', 'Khmer');
native('MM', 'Myanmar');
native('LA', 'Lao');
native('LK', 'Sinhala');
native('ET', 'Ethiopic');

/** Whether a name is in the country's own script, for countries that do not write Latin letters. */
export function isNative(country: string, name: string): boolean {
  if (country === 'JP') return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(name);
  return nativeScript[country]?.test(name) ?? false;
}
