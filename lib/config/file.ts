import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { checkValue, optionError, unknownKey } from './complete.js';
import { OPTIONS } from './definitions.js';
import type { OptionKey } from './options.js';

const NAMES = OPTIONS.filter((option) => option.inFile).map((option) => option.key);

/** The checked options of a config file. `named` says who named the file: `--config` or `POSTHASTE_CONFIG`. */
export async function readConfigFile(
  path: string,
  named: string,
  cwd: string,
): Promise<Map<OptionKey, unknown>> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(resolve(cwd, path)));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const reason =
      code === 'ENOENT' ? 'there is no such file' : cause instanceof Error ? cause.message : String(cause);
    throw optionError('a readable JSON file', named, path, `: ${reason}`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw optionError(
      'a JSON file',
      named,
      path,
      `: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw optionError('a JSON file with one object', named, path);
  const values = new Map<OptionKey, unknown>();
  for (const [key, raw] of Object.entries(parsed)) {
    if (!(NAMES as string[]).includes(key)) throw unknownKey(key, path, NAMES);
    values.set(key as OptionKey, checkValue(key as OptionKey, raw, `"${key}" in ${path}`));
  }
  return values;
}
