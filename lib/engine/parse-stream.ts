import type { ParsedAddress } from '../types.js';
import { throwIfAborted, unlessAborted } from './abort.js';

export type AddressSource = Iterable<string> | AsyncIterable<string>;

type ParseBlock = (addresses: readonly string[]) => Promise<ParsedAddress[]>;

const BLOCK = 1024;
/** Blocks that are parsed ahead of the reader; the source is read no further. */
const AHEAD = 3;

/** Parses whatever a source gives, in order. */
export function parseStream(
  source: AddressSource,
  parse: ParseBlock,
  signal: AbortSignal | undefined,
): AsyncGenerator<ParsedAddress, void, undefined> {
  return Symbol.asyncIterator in source
    ? parseSlow(source[Symbol.asyncIterator](), parse, signal)
    : parseReady(source, parse, signal);
}

/** A source that answers at once: full blocks. */
async function* parseReady(
  source: Iterable<string>,
  parse: ParseBlock,
  signal: AbortSignal | undefined,
): AsyncGenerator<ParsedAddress, void, undefined> {
  const inFlight: Promise<ParsedAddress[]>[] = [];
  for (const block of blocksOf(source)) {
    throwIfAborted(signal);
    inFlight.push(started(parse(block)));
    if (inFlight.length === AHEAD)
      yield* await unlessAborted(inFlight.shift() ?? Promise.resolve([]), signal);
  }
  for (const block of inFlight) yield* await unlessAborted(block, signal);
}

function* blocksOf(source: Iterable<string>): Generator<string[], void, undefined> {
  let block: string[] = [];
  for (const address of source) {
    block.push(address);
    if (block.length < BLOCK) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}

/**
 * A source that may take its time. A block is sent when it is full or when nothing is in flight, so a slow source is
 * answered address by address and a fast one in long blocks.
 */
async function* parseSlow(
  source: AsyncIterator<string>,
  parse: ParseBlock,
  signal: AbortSignal | undefined,
): AsyncGenerator<ParsedAddress, void, undefined> {
  const inFlight: Promise<ParsedAddress[]>[] = [];
  let block: string[] = [];
  let next: Promise<IteratorResult<string>> | undefined;
  let ended = false;
  try {
    for (;;) {
      const oldest = inFlight[0];
      if (block.length > 0 && (block.length >= BLOCK || !oldest)) {
        inFlight.push(started(parse(block)));
        block = [];
      } else if (ended && !oldest) {
        return;
      } else {
        if (!ended && inFlight.length < AHEAD) next ??= started(source.next());
        const either = [next, oldest].filter((promise) => promise !== undefined);
        const result = await unlessAborted(Promise.race(either), signal);
        if (Array.isArray(result)) {
          inFlight.shift();
          yield* result;
        } else {
          next = undefined;
          ended = result.done === true;
          if (!result.done) block.push(result.value);
        }
      }
    }
  } finally {
    // A source that is waiting answers `return` only after that; nobody waits for it.
    if (!ended) source.return?.().catch(() => {});
  }
}

/** The same promise; that it fails while nobody awaits it yet, or any more, is no unhandled rejection. */
function started<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
