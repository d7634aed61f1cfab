import type { Random } from './random.js';

const ordinal = /(\p{Nd}+)(st|nd|rd|th)\b/giu;

/** Another number of about the same size: the first digit stays a first digit, the length changes now and then. */
function otherNumber(random: Random, digits: string): string {
  const zero = zeroOf(digits);
  const plain = [...digits].map((c) => String((c.codePointAt(0) ?? 48) - zero)).join('');
  if (plain.length > 1 && plain.startsWith('0')) return digitsLike(random, plain, zero, false);
  let length = plain.length;
  if (length <= 4 && random.chance(0.3))
    length = Math.max(1, Math.min(4, length + (random.chance(0.5) ? 1 : -1)));
  return digitsLike(random, plain.padEnd(length, '5').slice(0, length), zero, true);
}

function digitsLike(random: Random, pattern: string, zero: number, first: boolean): string {
  let out = '';
  for (let i = 0; i < pattern.length; i++) {
    const low = i === 0 && first ? 1 : 0;
    const digit =
      i === 0 && pattern.length > 1 && first
        ? 1 + Math.floor((random.below(90) * random.below(90)) / 900)
        : random.range(low, 9);
    out += String.fromCodePoint(zero + Math.min(9, digit));
  }
  return out;
}

/** The code point of the digit zero in the script of a digit. */
function zeroOf(digits: string): number {
  const c = digits.codePointAt(0) ?? 48;
  if (c >= 0xff10) return 0xff10;
  if (c >= 0x0966 && c <= 0x096f) return 0x0966;
  if (c >= 0x09e6 && c <= 0x09ef) return 0x09e6;
  if (c >= 0x0660 && c <= 0x0669) return 0x0660;
  if (c >= 0x06f0 && c <= 0x06f9) return 0x06f0;
  if (c >= 0x0e50 && c <= 0x0e59) return 0x0e50;
  if (c >= 0x1040 && c <= 0x1049) return 0x1040;
  if (c >= 0x17e0 && c <= 0x17e9) return 0x17e0;
  return 48;
}

/** Changes the numbers in a component, and mends English ordinals. */
export function varyNumbers(random: Random, text: string): string {
  if (!/\p{Nd}/u.test(text)) return text;
  return text
    .replace(/\p{Nd}+/gu, (digits) => otherNumber(random, digits))
    .replace(ordinal, (_, digits: string, suffix: string) => {
      const right = suffixOf(Number(digits));
      return digits + (suffix === suffix.toUpperCase() ? right.toUpperCase() : right);
    });
}

export function suffixOf(n: number): string {
  const tens = n % 100;
  if (tens >= 11 && tens <= 13) return 'th';
  return n % 10 === 1 ? 'st' : n % 10 === 2 ? 'nd' : n % 10 === 3 ? 'rd' : 'th';
}

/** Changes digits one for one and stand-alone letters: for postcodes, which keep their form. */
export function varyPostcode(random: Random, text: string): string {
  const introducer = /^(?:.*[\p{Ll}.:]|PIN|CEP|CP|PLZ|CAP)[\s:.-]*/u.exec(text)?.[0] ?? '';
  const code = text.slice(introducer.length);
  const lower = code === code.toLowerCase();
  const varied = code.replace(/\p{Nd}+/gu, (digits) => digitsLike(random, digits, zeroOf(digits), false));
  if (!/^[\p{L}\p{Nd} ]+$/u.test(code) || !/[A-Za-z]/.test(code) || !/\p{Nd}/u.test(code))
    return introducer + varied;
  if (/^[A-Za-z]{1,3}[ -]?\p{Nd}+$/u.test(code)) return introducer + varied;
  const lettered = varied.replace(/[A-Za-z]/g, () => random.pick([...'ABCDEFGHJKLMNPRSTVWXY']));
  return introducer + (lower ? lettered.toLowerCase() : lettered);
}

/** Changes numbers and single letters: for units, doors, staircases, towers. */
export function varyCode(random: Random, text: string): string {
  const varied = varyNumbers(random, text);
  return varied.replace(/(?<![\p{L}\p{M}'’.])[A-H](?![\p{L}\p{M}'’.])/gu, (c) =>
    random.chance(0.6) ? random.pick([...'ABCDEFGH']) : c,
  );
}
