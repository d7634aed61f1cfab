const folded = /[ßς]/g;

/** NFKC and case-folded. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(folded, (c) => (c === 'ß' ? 'ss' : 'σ'))
    .normalize('NFKC');
}

/** The words by which accuracy is counted: folded runs of letters, digits and marks. */
export function words(text: string): string[] {
  return fold(text).match(/[\p{L}\p{M}\p{Nd}]+/gu) ?? [];
}

/** What the split and the leak check compare: words, with every digit written 0. */
export function digitBlindKey(text: string): string {
  return words(text)
    .join(' ')
    .replace(/\p{Nd}/gu, '0');
}

/** Letters without their marks, in ASCII where the Latin script allows. */
export function stripMarks(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .replace(/[łŁøØđĐßæÆœŒıþÞðÐ]/g, (c) => plain[c] ?? c);
}

const plain: Record<string, string> = {
  ł: 'l',
  Ł: 'L',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  Đ: 'D',
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ı: 'i',
  þ: 'th',
  Þ: 'Th',
  ð: 'd',
  Ð: 'D',
};

const isWord = /^[\p{L}\p{M}]+/u;

/** "CALLE DE LA ROSA" -> "Calle de la Rosa", keeping the small words of the Romance and Germanic languages small. */
export function titleCase(text: string): string {
  let first = true;
  return text.replace(/[\p{L}\p{M}\p{Nd}'’]+/gu, (word) => {
    const lower = word.toLowerCase();
    const keepSmall = !first && smallWords.has(lower);
    first = false;
    if (keepSmall) return lower;
    if (/\p{Nd}/u.test(word) || /^[IVX]{2,}$/.test(word)) return word;
    const lead = isWord.exec(lower);
    if (lead === null) return word;
    const apostrophe = /^([dl]['’])(.+)$/.exec(lower);
    if (apostrophe !== null) {
      const [, article, rest] = apostrophe as unknown as [string, string, string];
      return article + capital(rest);
    }
    return capital(lower);
  });
}

export function capital(word: string): string {
  const c = String.fromCodePoint(word.codePointAt(0) ?? 32);
  return c.toUpperCase() + word.slice(c.length);
}

const smallWords = new Set(
  'de del la las los el y e da do das dos di du des le les et von der den dem und am an im in van het of the and a al della delle dei degli'.split(
    ' ',
  ),
);
