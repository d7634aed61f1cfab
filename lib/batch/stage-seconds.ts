import type { FileStart } from './file-start.js';
import type { FileUse } from './file-use.js';
import type { StageSeconds } from './types.js';

export function noSeconds(): StageSeconds {
  return { read: 0, scan: 0, write: 0, sync: 0, hash: 0, extract: 0, parse: 0, format: 0, wait: 0 };
}

/** Where the time of this run went, for one file. */
export function stageSeconds({ reader, parts }: FileStart, use: FileUse): StageSeconds {
  const { write, sync, hash } = parts.spent();
  const { read, scan } = reader.spent;
  const main = { read, scan, write, sync, hash };
  const seconds = Object.fromEntries(Object.entries(main).map(([stage, ms]) => [stage, ms / 1000]));
  return { ...(seconds as Omit<StageSeconds, keyof ReturnType<FileUse['seconds']>>), ...use.seconds() };
}

export function addSeconds(sum: StageSeconds, more: StageSeconds): void {
  for (const stage of Object.keys(sum) as (keyof StageSeconds)[]) sum[stage] += more[stage];
}
