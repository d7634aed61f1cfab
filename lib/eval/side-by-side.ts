import type { WrongLine } from './evaluate.js';

/** A row of a comparison: what gold says of a stretch of the text, and what was found there. */
export interface SideRow {
  gold: string;
  goldText: string;
  found: string;
  foundText: string;
  same: boolean;
}

interface Placed {
  label: string;
  text: string;
  at: number;
}

/** Gold and found parts of a line aligned by their place in the text. */
export function sideBySide(line: WrongLine): SideRow[] {
  const gold = placed(line.text, line.gold);
  const found = placed(line.text, line.found);
  const rows: SideRow[] = [];
  while (gold.length > 0 || found.length > 0) {
    const left = gold[0];
    const right = found[0];
    const together = left !== undefined && right !== undefined && overlap(left, right);
    const takesLeft = left !== undefined && (together || right === undefined || left.at < right.at);
    const takesRight = right !== undefined && (together || !takesLeft);
    const one = takesLeft ? gold.shift() : undefined;
    const other = takesRight ? found.shift() : undefined;
    rows.push({
      gold: one?.label ?? '',
      goldText: one?.text ?? '',
      found: other?.label ?? '',
      foundText: other?.text ?? '',
      same: one?.label === other?.label && one?.text === other?.text,
    });
  }
  return rows;
}

function overlap(a: Placed, b: Placed): boolean {
  return a.at < b.at + b.text.length && b.at < a.at + a.text.length;
}

/** Parts come in the order of the text, so each is looked for behind the one before it. */
function placed(text: string, parts: readonly { label: string; text: string }[]): Placed[] {
  let from = 0;
  return parts.map((part) => {
    const at = text.indexOf(part.text, from);
    from = at + part.text.length;
    return { ...part, at };
  });
}
