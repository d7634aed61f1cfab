import { type FileHandle, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { appendDurable, type InputFile, sha256File } from '../io/index.js';
import { GroupWriter } from './group-writer.js';
import { type FileLocks, withLock } from './lock.js';
import { digestOf } from './manifest.js';
import { diskError } from './output-error.js';
import type { Layout } from './paths.js';
import { openLine, sealLine } from './sealed-line.js';

/** Rises when the same input and options give other bytes than before. */
export const OUTPUT_FORMAT_VERSION = 1;
const LINE_VERSION = 1;

/** What else than the input decides about the bytes of an output. */
export interface ContentTerms {
  optionsDigest: string;
  model: string;
}

/** One line of processed.jsonl: what a committed output was made from. */
export interface ProcessedFile {
  version: number;
  key: string;
  termsKey: string;
  batchId: string;
  identity: InputFile;
  inputSha256: string;
  /** Relative to the output directory. */
  output: string;
  outputBytes: number;
  outputSha256: string;
  at: string;
}

export function termsKey(terms: ContentTerms): string {
  return digestOf([terms.optionsDigest, terms.model, OUTPUT_FORMAT_VERSION]);
}

export function contentKey(inputSha256: string, terms: ContentTerms): string {
  return digestOf([inputSha256, termsKey(terms)]);
}

/** The record of all outputs below one output directory, shared by its batch jobs. */
export class ProcessedFiles {
  /** By size of the input; only entries with the terms of this run. */
  private readonly bySize = new Map<number, ProcessedFile[]>();
  private readonly writer: GroupWriter<ProcessedFile>;

  private constructor(
    private readonly layout: Layout,
    private readonly locks: FileLocks,
  ) {
    this.writer = new GroupWriter((entries) => this.write(entries));
  }

  /** `except`: the batch job whose own outputs do not count, so that a resumed run skips what an undisturbed one does. */
  static async open(
    layout: Layout,
    locks: FileLocks,
    terms: ContentTerms,
    except: string,
  ): Promise<ProcessedFiles> {
    const processed = new ProcessedFiles(layout, locks);
    const wanted = termsKey(terms);
    for await (const entry of readEntries(layout.processed)) {
      if (entry.termsKey !== wanted || entry.batchId === except) continue;
      const same = processed.bySize.get(entry.identity.size);
      if (same) same.push(entry);
      else processed.bySize.set(entry.identity.size, [entry]);
    }
    return processed;
  }

  /** The newest entry whose output still stands and was made from the content that `input` has now. */
  async find(input: InputFile, alwaysHash: boolean): Promise<ProcessedFile | null> {
    const candidates: ProcessedFile[] = [];
    for (const entry of this.bySize.get(input.size) ?? []) {
      if (await this.stands(entry)) candidates.unshift(entry);
    }
    if (candidates.length === 0) return null;
    if (!alwaysHash) {
      const seen = candidates.find((entry) => sameStat(entry.identity, input));
      if (seen) return seen;
    }
    const sha256 = await sha256File(input.path);
    return candidates.find((entry) => entry.inputSha256 === sha256) ?? null;
  }

  /** Resolves when the entry is on the disk. */
  add(entry: ProcessedFile): Promise<void> {
    return this.writer.push(entry);
  }

  private async stands(entry: ProcessedFile): Promise<boolean> {
    const found = await stat(path.join(this.layout.outputDir, entry.output)).catch(() => null);
    return found?.isFile() === true && found.size === entry.outputBytes;
  }

  private async write(entries: ProcessedFile[]): Promise<void> {
    const lines = entries.map(sealLine).join('');
    await withLock(this.locks, this.layout.processedLock, async () => {
      try {
        const handle = await open(this.layout.processed, 'a+');
        try {
          await appendDurable(handle, (await endsInMidLine(handle)) ? `\n${lines}` : lines);
        } finally {
          await handle.close();
        }
      } catch (error) {
        throw diskError(error, `Cannot write ${this.layout.processed}`);
      }
    });
  }
}

export function processedFile(
  terms: ContentTerms,
  facts: Omit<ProcessedFile, 'version' | 'key' | 'termsKey'>,
): ProcessedFile {
  const key = contentKey(facts.inputSha256, terms);
  return { version: LINE_VERSION, key, termsKey: termsKey(terms), ...facts };
}

/** Lines that are damaged or of another version are left out: without them a file is only processed once more. */
async function* readEntries(file: string): AsyncGenerator<ProcessedFile> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return;
  for await (const line of createInterface({ input: handle.createReadStream(), crlfDelay: Infinity })) {
    const entry = openLine(line);
    if (entry?.version === LINE_VERSION) yield entry as unknown as ProcessedFile;
  }
}

/** True when a crash left a line without its end. */
async function endsInMidLine(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return false;
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 1 && buffer[0] !== 10;
}

/** The path counts as well: a hard link elsewhere is looked at by content. */
function sameStat(a: InputFile, b: InputFile): boolean {
  const keys = ['path', 'dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const;
  return keys.every((key) => a[key] === b[key]);
}
