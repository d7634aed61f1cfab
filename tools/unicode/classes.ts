/** The class numbers of native/core/unicode.h and the rule that gives a code point its class. */
export const CLASS = {
  other: 0,
  space: 1,
  newline: 2,
  comma: 3,
  semicolon: 4,
  bar: 5,
  slash: 6,
  hyphen: 7,
  hash: 8,
  open: 9,
  close: 10,
  dot: 11,
  colon: 12,
  apostrophe: 13,
  ampersand: 14,
  at: 15,
  quote: 16,
  ignorable: 17,
  digit: 32,
  latin: 33,
  cyrillic: 34,
  greek: 35,
  arabic: 36,
  hebrew: 37,
  indic: 38,
  thai: 39,
  han: 40,
  kana: 41,
  hangul: 42,
  letter: 43,
  mark: 44,
} as const;

export type ClassNumber = (typeof CLASS)[keyof typeof CLASS];

const PUNCTUATION: ReadonlyArray<readonly [string, ClassNumber]> = [
  ['\n\r\v\f\u0085\u2028\u2029', CLASS.newline],
  [',\uff0c\u3001\u060c\uff64\u055d\u1363', CLASS.comma],
  [';\uff1b\u061b\u037e', CLASS.semicolon],
  ['|\uff5c\u00a6\u2016\u0964\u0965', CLASS.bar],
  ['/\\\u2044\u2215\uff0f\uff3c', CLASS.slash],
  ['\u2212\u2043', CLASS.hyphen],
  ['#\u2116\uff03', CLASS.hash],
  ['<\uff1c', CLASS.open],
  ['>\uff1e', CLASS.close],
  ['.\u3002\uff0e\uff61\u06d4\u2026', CLASS.dot],
  [':\uff1a', CLASS.colon],
  ["'`\u00b4\u2018\u2019\u201b\u2032\uff07", CLASS.apostrophe],
  ['&+\uff06\uff0b', CLASS.ampersand],
  ['@\uff20', CLASS.at],
  ['"\u201c\u201d\u201e\u00ab\u00bb\u2033\uff02', CLASS.quote],
];

// Marks that only decorate a base letter. Vowel signs of Indic and Thai scripts are part of the spelling.
const DROPPED_MARKS =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: the class is one of marks, each on its own.
  /^[\u02b9-\u02bf\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]$/u;

const SCRIPTS: ReadonlyArray<readonly [RegExp, ClassNumber]> = [
  [/^\p{Script=Latin}$/u, CLASS.latin],
  [/^[\p{Script=Han}\u3005\u3007]$/u, CLASS.han],
  [/^[\p{Script=Hiragana}\p{Script=Katakana}\u30fc\uff70\u3099\u309a\uff9e\uff9f]$/u, CLASS.kana],
  [/^\p{Script=Hangul}$/u, CLASS.hangul],
  [/^\p{Script=Cyrillic}$/u, CLASS.cyrillic],
  [/^\p{Script=Greek}$/u, CLASS.greek],
  [/^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]$/u, CLASS.arabic],
  [/^\p{Script=Hebrew}$/u, CLASS.hebrew],
  [
    /^[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]$/u,
    CLASS.indic,
  ],
  [/^[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u, CLASS.thai],
];

/** The class of one code point, given as a string. */
export function classOf(symbol: string): ClassNumber {
  for (const [symbols, number] of PUNCTUATION) if (symbols.includes(symbol)) return number;
  if (symbol === '\u00ad') return CLASS.ignorable;
  if (symbol === '\ufffd') return CLASS.letter;
  if (DROPPED_MARKS.test(symbol)) return CLASS.mark;
  if (/^\p{N}$/u.test(symbol) && symbol !== '\u3007') {
    const folded = symbol.normalize('NFKC');
    return /^\p{Script=Latin}+$/u.test(folded) ? CLASS.latin : CLASS.digit;
  }
  if (/^[\p{L}\p{M}]$/u.test(symbol)) {
    for (const [script, number] of SCRIPTS) if (script.test(symbol)) return number;
    return CLASS.letter;
  }
  if (/^\p{Zs}$/u.test(symbol) || symbol === '\t') return CLASS.space;
  if (/^\p{Pd}$/u.test(symbol)) return CLASS.hyphen;
  if (/^\p{Ps}$/u.test(symbol)) return CLASS.open;
  if (/^\p{Pe}$/u.test(symbol)) return CLASS.close;
  if (/^\p{Cf}$/u.test(symbol)) return CLASS.ignorable;
  return CLASS.other;
}
