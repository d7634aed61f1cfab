import { PosthasteError } from '../errors.js';

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const STAMP_AT_END = /(?:^|[^0-9])(\d{8}_\d{6})$/;

/** ERR_OPTION unless the id can name a directory on every file system. */
export function checkBatchId(id: string): string {
  if (!ID.test(id)) {
    throw new PosthasteError(
      'ERR_OPTION',
      `Expected a batch id of 1 to 100 letters, digits, '.', '_' or '-' that begins with a letter or digit but received '${id.slice(0, 120)}'`,
    );
  }
  return id;
}

/** `YYYYMMDD_HHMMSS` of a moment, UTC. */
export function stampOf(moment: Date): string {
  const digits = moment.toISOString().replace(/[-:]/g, '');
  return `${digits.slice(0, 8)}_${digits.slice(9, 15)}`;
}

/** The stamp in the names of a batch job's outputs: that of its id when it ends in one, else its creation time. */
export function outputStamp(batchId: string, createdAt: Date): string {
  return STAMP_AT_END.exec(batchId)?.[1] ?? stampOf(createdAt);
}

/** The automatic id for a moment; `reserve` says whether the id was free and is taken now. */
export async function automaticBatchId(
  now: Date,
  reserve: (id: string) => Promise<boolean>,
): Promise<string> {
  for (let second = Math.floor(now.getTime() / 1000); ; second++) {
    const id = `batch_${stampOf(new Date(second * 1000))}`;
    if (await reserve(id)) return id;
  }
}
