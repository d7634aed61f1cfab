import { createHash } from 'node:crypto';
import path from 'node:path';

/** Where things lie below the output directory. */
export class Layout {
  readonly outputDir: string;

  constructor(outputDir: string) {
    this.outputDir = path.resolve(outputDir);
  }

  get results(): string {
    return path.join(this.outputDir, 'results');
  }
  get states(): string {
    return path.join(this.outputDir, 'state');
  }
  get processed(): string {
    return path.join(this.states, 'processed.jsonl');
  }
  get processedLock(): string {
    return path.join(this.states, 'processed.lock');
  }
  get reports(): string {
    return path.join(this.outputDir, 'reports');
  }
  state(batchId: string): string {
    return path.join(this.states, batchId);
  }
  manifest(batchId: string): string {
    return path.join(this.state(batchId), 'manifest.json');
  }
  journal(batchId: string): string {
    return path.join(this.state(batchId), 'journal.jsonl');
  }
  lock(batchId: string): string {
    return path.join(this.state(batchId), 'lock');
  }
  report(batchId: string, name: 'report.json' | 'report.html' | '_SUCCESS.json'): string {
    return path.join(this.reports, batchId, name);
  }
}

const KNOWN_ENDINGS = /(?:\.(?:csv|tsv|tab|psv|txt))?(?:\.(?:gz|gzip|zst|zstd))?$/i;
const LONGEST_STEM = 180;

/**
 * The output of each input, relative to the results directory, with `/` between folders. Folders are those of the
 * input relative to `cwd` when it lies inside, else its absolute path without the root. No two are equal, also where
 * upper and lower case are one: those that would meet keep their full names, a plain `.csv` only if it has to.
 */
export function planOutputs(inputs: readonly string[], cwd: string, stamp: string): string[] {
  const folders = inputs.map((input) => folderOf(input, cwd));
  const stems = inputs.map((input) => stemOf(path.basename(input)));
  const full = new Set<number>();
  // Keeping a full name may meet another file's stem (`a.csv` and `a.csv.csv`), so look until nothing meets.
  for (;;) {
    const names = stems.map((stem, i) => join(folders[i] as string, stem));
    const meeting = meetings(names).filter((i) => !full.has(i));
    if (meeting.length === 0) break;
    const others = meeting.filter((i) => !/\.csv$/i.test(inputs[i] as string));
    for (const i of others.length > 0 ? others : meeting) {
      full.add(i);
      stems[i] = path.basename(inputs[i] as string);
    }
  }
  const names = stems.map((stem, i) => join(folders[i] as string, shorten(stem)));
  for (const i of meetings(names)) {
    names[i] = join(folders[i] as string, `${shorten(stems[i] as string)}_${shortHash(inputs[i] as string)}`);
  }
  return names.map((name) => `${name}_processed_${stamp}.csv`);
}

export function rejectsOf(output: string): string {
  return `${output}.rejects.csv`;
}

export function sidecarOf(output: string): string {
  return `${output}.meta.json`;
}

/** The name under which a file grows until it is committed. */
export function partOf(file: string): string {
  return `${file}.part`;
}

function folderOf(input: string, cwd: string): string {
  const directory = path.dirname(input);
  const relative = path.relative(cwd, directory);
  const inside = relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
  const folder = inside ? relative : directory.slice(path.parse(directory).root.length);
  return folder.split(path.sep).filter(Boolean).join('/');
}

function stemOf(name: string): string {
  const stem = name.replace(KNOWN_ENDINGS, '');
  return stem === '' ? name : stem;
}

/** Indices of all names that are not alone. */
function meetings(names: readonly string[]): number[] {
  const count = new Map<string, number>();
  const keys = names.map((name) => name.normalize('NFC').toLowerCase());
  for (const key of keys) count.set(key, (count.get(key) ?? 0) + 1);
  return keys.flatMap((key, i) => ((count.get(key) as number) > 1 ? [i] : []));
}

/** File names end at 255 bytes nearly everywhere; the suffixes need 50 of them. */
function shorten(stem: string): string {
  if (Buffer.byteLength(stem) <= LONGEST_STEM) return stem;
  let kept = stem;
  while (Buffer.byteLength(kept) > LONGEST_STEM) kept = [...kept].slice(0, -1).join('');
  return `${kept}_${shortHash(stem)}`;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
