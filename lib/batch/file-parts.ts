import { lstat, rm } from 'node:fs/promises';
import type { ChunkResult } from '../engine/index.js';
import type { PartMark } from './journal-entry.js';
import type { OutputFiles } from './output-files.js';
import { PartWriter } from './part-writer.js';
import { addResult, type FileStatistics, noStatistics } from './statistics.js';

const REJECTS_HEAD = Buffer.from('line,byte_offset,code,reason,raw\n');
const NOTHING: PartMark = { offset: 0, crc: 0 };

export interface PartMarks {
  output: PartMark;
  rejects: PartMark;
  statistics: FileStatistics;
}

/** The growing outputs of one input and the sums over what they hold. */
export class FileParts {
  private constructor(
    private readonly files: OutputFiles,
    readonly output: PartWriter,
    /** Null as long as nothing was rejected. */
    private rejects: PartWriter | null,
    readonly statistics: FileStatistics,
  ) {}

  /** Begins anew, with these bytes; earlier parts are replaced. */
  static async create(files: OutputFiles, head: Uint8Array): Promise<FileParts> {
    await rm(files.rejectsPart, { force: true });
    const parts = new FileParts(files, await PartWriter.create(files.outputPart), null, noStatistics());
    await parts.output.append(head);
    return parts;
  }

  /** Goes on behind these marks. Null when the parts do not hold what the marks say. */
  static async resume(files: OutputFiles, marks: PartMarks): Promise<FileParts | null> {
    const output = await PartWriter.resume(files.outputPart, marks.output);
    if (!output) return null;
    let rejects: PartWriter | null = null;
    if (marks.rejects.offset > 0) {
      rejects = await PartWriter.resume(files.rejectsPart, marks.rejects);
      if (!rejects) {
        await output.close();
        return null;
      }
    } else if (await lstat(files.rejectsPart).catch(() => null)) {
      await rm(files.rejectsPart);
    }
    return new FileParts(files, output, rejects, structuredClone(marks.statistics));
  }

  /** Adds the result of the next chunk, which has so many records. */
  async append(result: ChunkResult, records: number): Promise<void> {
    await this.output.append(result.output);
    if (result.rejects.length > 0) {
      if (!this.rejects) {
        this.rejects = await PartWriter.create(this.files.rejectsPart);
        await this.rejects.append(REJECTS_HEAD);
      }
      await this.rejects.append(result.rejects);
    }
    addResult(this.statistics, result, records);
  }

  marks(): PartMarks {
    return {
      output: this.output.mark,
      rejects: this.rejects?.mark ?? NOTHING,
      statistics: structuredClone(this.statistics),
    };
  }

  /** Everything that is written so far is on the disk afterwards. */
  async sync(): Promise<void> {
    await this.output.sync();
    await this.rejects?.sync();
  }

  /** Sizes and digests at the end; nothing can be appended after it. */
  finish(): { outputBytes: number; outputSha256: string; rejectsBytes: number; rejectsSha256: string } {
    return {
      outputBytes: this.output.mark.offset,
      outputSha256: this.output.finish(),
      rejectsBytes: this.rejects?.mark.offset ?? 0,
      rejectsSha256: this.rejects?.finish() ?? '',
    };
  }

  /** Milliseconds by stage. */
  spent(): { write: number; sync: number; hash: number } {
    const { write, sync, hash } = this.output.spent;
    const more = this.rejects?.spent ?? { write: 0, sync: 0, hash: 0 };
    return { write: write + more.write, sync: sync + more.sync, hash: hash + more.hash };
  }

  async close(): Promise<void> {
    await this.output.close();
    await this.rejects?.close();
  }
}
