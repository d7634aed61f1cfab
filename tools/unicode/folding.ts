import { CLASS, type ClassNumber, classOf } from './classes.js';

/** What one code point becomes: class, upper case or not, and the folded code points (one to four). */
export interface Entry {
  class: ClassNumber;
  upper: boolean;
  folded: number[];
}

export const EXPANSION_LENGTH = 4;

// Letters that decomposition leaves whole but that people write in plain Latin letters.
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ŧ: 't',
  þ: 'th',
  ŋ: 'n',
  ς: 'σ',
};

function fold(symbol: string): string {
  let lower = symbol.normalize('NFKC').toLowerCase().normalize('NFD');
  lower = [...lower].filter((s) => classOf(s) !== CLASS.mark).join('');
  lower = lower.normalize('NFC');
  return [...lower].map((s) => PLAIN[s] ?? s).join('');
}

/** A decimal digit of any script as its ASCII digit. */
function asciiDigit(symbol: string): number | undefined {
  if (!/^\p{Nd}$/u.test(symbol)) return undefined;
  let zero = symbol.codePointAt(0) ?? 0;
  // Decimal digits come in runs of ten; mathematical alphanumerics put five runs side by side.
  if (zero >= 0x1d7ce && zero <= 0x1d7ff) return 0x30 + ((zero - 0x1d7ce) % 10);
  const value = zero;
  while (value - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return 0x30 + (value - zero);
}

export function entryOf(codePoint: number): Entry {
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) {
    return { class: CLASS.other, upper: false, folded: [codePoint] };
  }
  const symbol = String.fromCodePoint(codePoint);
  const number = classOf(symbol);
  const whole = { class: number, upper: false, folded: [codePoint] };
  if (number < CLASS.digit || number === CLASS.mark) return whole;
  const digit = asciiDigit(symbol);
  if (digit !== undefined) return { ...whole, folded: [digit] };
  const upper = /^[\p{Lu}\p{Lt}]$/u.test(symbol);
  const folded = [...fold(symbol)];
  const words = folded.every((s) => classOf(s) >= CLASS.digit);
  if (folded.length === 0 || folded.length > EXPANSION_LENGTH || !words) return { ...whole, upper };
  return { class: number, upper, folded: folded.map((s) => s.codePointAt(0) ?? 0) };
}
