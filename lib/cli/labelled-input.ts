import { PosthasteError } from '../errors.js';
import { type LabelledLine, readLabelledLines } from '../labelled/index.js';
import type { Session } from './session.js';

/** The lines of the files that a command names; what is left out of them is told. */
export async function labelledInput(session: Session): Promise<LabelledLine[]> {
  const { args, explicit, command, log } = session;
  const columns = explicit.addressColumns ?? [];
  if (columns.length > 1)
    throw new PosthasteError(
      'ERR_OPTION',
      `Expected one column for --address-column but received ${columns.join(', ')}`,
    );
  const delimiter = explicit.delimiter === 'auto' ? undefined : explicit.delimiter;
  const { lines, skipped } = await readLabelledLines(args, {
    addressColumn: columns[0],
    delimiter,
    skipBad: command.skipBad,
  });
  for (const fault of skipped) log.warn(`left out: ${fault}`);
  if (lines.length === 0)
    throw new PosthasteError('ERR_LINES', `Expected labelled lines in ${args.join(', ')} but found none`);
  return lines;
}
