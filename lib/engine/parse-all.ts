import type { ParsedAddress } from '../types.js';
import { throwIfAborted, unlessAborted } from './abort.js';
import type { ChunkEngine } from './chunk-engine.js';
import { pack, packEnd } from './pack.js';
import { unpack } from './unpack.js';

/** Parses the addresses from `begin` to `end` in one call of the addon. */
export async function parseBlock(
  engine: ChunkEngine,
  addresses: readonly string[],
  begin: number,
  end: number,
  country: string,
): Promise<ParsedAddress[]> {
  const { text, offsets } = pack(addresses, begin, end);
  const parses = await engine.parseBatch(text, offsets, country);
  const parsed: ParsedAddress[] = [];
  for (let i = begin; i < end; i++) {
    parsed.push(unpack(parses, i - begin, addresses[i] ?? '', engine.labels));
  }
  return parsed;
}

/** Parses an array in blocks, two in flight: one is parsed while the results of the other become objects. */
export async function parseAll(
  engine: ChunkEngine,
  addresses: readonly string[],
  country: string,
  signal: AbortSignal | undefined,
): Promise<ParsedAddress[]> {
  const parsed: ParsedAddress[] = [];
  let earlier: Promise<ParsedAddress[]> | undefined;
  for (let begin = 0; begin < addresses.length; ) {
    throwIfAborted(signal);
    const end = packEnd(addresses, begin);
    const block = parseBlock(engine, addresses, begin, end, country);
    // When an earlier block fails, nobody awaits this one.
    block.catch(() => {});
    if (earlier) append(parsed, await unlessAborted(earlier, signal));
    earlier = block;
    begin = end;
  }
  if (earlier) append(parsed, await unlessAborted(earlier, signal));
  return parsed;
}

/** Not `push(...block)`: a long block would overflow the stack of arguments. */
function append(parsed: ParsedAddress[], block: readonly ParsedAddress[]): void {
  for (const address of block) parsed.push(address);
}
