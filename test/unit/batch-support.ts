import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A temporary directory with inputs and outputs; `using` removes it. */
export class Place {
  readonly root = mkdtempSync(join(tmpdir(), 'posthaste-batch-'));

  at(...names: string[]): string {
    return join(this.root, ...names);
  }

  get out(): string {
    return this.at('out');
  }

  write(name: string, content: string | Uint8Array): string {
    const path = this.at(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  read(name: string): string {
    return readFileSync(this.at(name), 'utf8');
  }

  /** Files below a directory, relative to it, sorted. */
  files(...names: string[]): string[] {
    const top = this.at(...names);
    return readdirSync(top, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(top.length + 1))
      .sort();
  }

  /** Outputs and rejects below `out/results` (or another directory's), by relative name. Sidecars tell times, so they are left out. */
  results(out = 'out'): Record<string, string> {
    const names = this.files(out, 'results').filter((name) => !name.endsWith('.meta.json'));
    return Object.fromEntries(
      names.map((name) => [name, readFileSync(this.at(out, 'results', name), 'latin1')]),
    );
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

const STREETS = [
  'Main St',
  'Oak Avenue',
  'Rue de Rivoli',
  'MG Road',
  'Hauptstraße',
  'Elm Drive',
  'Calle Mayor',
];
const PLACES = [
  'Springfield, IL 62704',
  'Austin, TX 78701',
  '75001 Paris',
  'Pune 411001',
  '10115 Berlin',
  'Leeds LS1 4DY',
];

/** Records with an address each, no two alike, some of several lines. */
export function cleanRecords(count: number, seed = 1): string[] {
  return Array.from({ length: count }, (_, i) => {
    const k = i * 7 + seed;
    const note = k % 11 === 0 ? `"two\nlines, ""${k}"""` : `n${k}`;
    return `${i},"${(k % 997) + 1} ${STREETS[i % STREETS.length]}, ${PLACES[(k >> 2) % PLACES.length]}",${note}`;
  });
}

export const HEADER = 'id,address,note';

export function cleanCsv(count: number, seed = 1): string {
  return `${[HEADER, ...cleanRecords(count, seed)].join('\n')}\n`;
}

/** Every kind of trouble among good records; ends in an open quote. Gives the bytes and how many records there are. */
export function troubledCsv(): { bytes: Buffer; records: number; bad: number; blank: number } {
  const good = cleanRecords(60);
  const parts: Buffer[] = [Buffer.from(`${HEADER}\r\n`)];
  let bad = 0;
  let blank = 0;
  for (const [i, record] of good.entries()) {
    parts.push(Buffer.from(record), Buffer.from(i % 3 === 0 ? '\r\n' : '\n'));
    if (i % 10 === 2) {
      parts.push(Buffer.from('7,too few\n'));
      bad++;
    }
    if (i % 10 === 4) {
      parts.push(Buffer.from(`8,"1 Main St",x,"too\nmany"\n`));
      bad++;
    }
    if (i % 10 === 6) {
      parts.push(Buffer.from('9,1 Elm Str'), Buffer.from([0xff, 0xfe]), Buffer.from('eet,x\n'));
      bad++;
    }
    if (i % 10 === 8) {
      parts.push(Buffer.from(i % 20 === 8 ? '\n' : '\r\n\n'));
      blank += i % 20 === 8 ? 1 : 2;
    }
  }
  parts.push(Buffer.from('10,"5 Oak Avenue, Austin, TX'));
  return { bytes: Buffer.concat(parts), records: good.length + bad + 1, bad: bad + 1, blank };
}
