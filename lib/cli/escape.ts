/**
 * Text that came from outside (file names, addresses, messages of the system) must not move the cursor, colour the
 * screen, end the line or turn the direction of writing. Such characters are written as \n, \x1b or \u{202e}.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Joiners belong to ordinary words in Indic and Arabic scripts, and to emoji. */
const HARMLESS = new Set(['\u200c', '\u200d']);

export function escapeText(text: string): string {
  return text.replace(UNSAFE, (character) => {
    if (HARMLESS.has(character)) return character;
    const short = SHORT[character];
    if (short !== undefined) return short;
    const point = character.codePointAt(0) ?? 0;
    const hex = point.toString(16);
    return point < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
  });
}

/** A word for a command line that the reader may paste into a shell: quoted when it has to be. */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (escapeText(word) !== word) {
    const escaped = escapeText(word.replaceAll('\\', '\\\\').replaceAll("'", "\\'"));
    return `$'${escaped.replace(/\\u\{([0-9a-f]+)\}/g, (_, hex: string) => `\\U${hex.padStart(8, '0')}`)}'`;
  }
  return `'${word.replaceAll("'", "'\\''")}'`;
}
