import { type FileHandle, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { PosthasteError } from '../errors.js';
import { AppendFile, fsyncDir } from '../io/index.js';
import { GroupWriter } from './group-writer.js';
import { formatEntry, JOURNAL_VERSION, type JournalEntry, parseEntry } from './journal-entry.js';
import { diskError } from './output-error.js';

export interface JournalEnd {
  /** Bytes up to the end of the last whole line; what follows is a line that a crash tore. */
  validBytes: number;
  lines: number;
}

/**
 * Gives every entry to `replay`. A last line without its end is left out; any other damage is ERR_STATE, as is a
 * journal of a newer version.
 */
export async function readJournal(
  file: string,
  batchId: string,
  replay: (entry: JournalEntry) => void,
): Promise<JournalEnd> {
  const handle = await openIfThere(file);
  if (!handle) return { validBytes: 0, lines: 0 };
  try {
    const end: JournalEnd = { validBytes: 0, lines: 0 };
    let rest = Buffer.alloc(0);
    const block = Buffer.allocUnsafe(1 << 18);
    for (;;) {
      const { bytesRead } = await handle.read(block, 0, block.length, null);
      if (bytesRead === 0) return end;
      const bytes = Buffer.concat([rest, block.subarray(0, bytesRead)]);
      let at = 0;
      for (let lf = bytes.indexOf(10); lf >= 0; lf = bytes.indexOf(10, at)) {
        replay(checked(parseEntry(end.lines, bytes.toString('utf8', at, lf)), file, batchId, end.lines));
        end.lines++;
        end.validBytes += lf + 1 - at;
        at = lf + 1;
      }
      rest = bytes.subarray(at);
    }
  } finally {
    await handle.close();
  }
}

/** The append-only log of a batch job. */
export class Journal {
  private readonly writer: GroupWriter<string>;

  private constructor(
    private readonly file: AppendFile,
    private seq: number,
  ) {
    this.writer = new GroupWriter((lines) => this.write(lines));
  }

  /** Replays what is there, cuts a torn tail off, and is ready for more. */
  static async open(file: string, batchId: string, replay: (entry: JournalEntry) => void): Promise<Journal> {
    const end = await readJournal(file, batchId, replay);
    try {
      const journal = new Journal(await AppendFile.open(file, { truncateTo: end.validBytes }), end.lines);
      if (end.lines === 0) {
        await journal.append({ type: 'journal', version: JOURNAL_VERSION, batchId });
        await fsyncDir(path.dirname(file));
      }
      return journal;
    } catch (error) {
      throw diskError(error, `Cannot write ${file}`);
    }
  }

  /** Resolves when the entry is on the disk; entries keep the order of the calls. */
  append(entry: JournalEntry): Promise<void> {
    return this.writer.push(formatEntry(this.seq++, entry));
  }

  async close(): Promise<void> {
    await this.writer.settled();
    await this.file.close();
  }

  private async write(lines: string[]): Promise<void> {
    try {
      await this.file.write(lines.join(''));
      await this.file.sync();
    } catch (error) {
      throw diskError(error, `Cannot write the journal ${this.file.path}`);
    }
  }
}

function checked(entry: JournalEntry | null, file: string, batchId: string, line: number): JournalEntry {
  if (!entry || (line === 0 && (entry.type !== 'journal' || entry.batchId !== batchId))) {
    throw new PosthasteError(
      'ERR_STATE',
      `${file} is damaged at line ${line + 1}. Start a new batch job on the same files; those that were finished are skipped by content.`,
    );
  }
  if (entry.type === 'journal' && entry.version > JOURNAL_VERSION) {
    throw new PosthasteError(
      'ERR_STATE',
      `${file} has version ${entry.version}, newer than this posthaste knows (${JOURNAL_VERSION}). Go on with the newer posthaste.`,
    );
  }
  return entry;
}

async function openIfThere(file: string): Promise<FileHandle | null> {
  try {
    return (await stat(file)).isFile() ? await open(file, 'r') : null;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw new PosthasteError('ERR_STATE', `Cannot read ${file}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
