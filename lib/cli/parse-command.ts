import { Engine } from '../engine/index.js';
import { asPosthasteError } from '../errors.js';
import { addressLines } from './address-lines.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { type ParsedLine, parsedLines } from './parsed-lines.js';
import { type Invocation, openSession } from './session.js';

/** Blocks of lines that are parsed or wait to be written; more would only fill the memory. */
const IN_FLIGHT = 8;

/** `posthaste parse [address…]`. */
export async function runParse(invocation: Invocation): Promise<ExitCode> {
  const session = await openSession(invocation);
  const { terminal, config } = session;
  await using engine = await Engine.open(session.explicit);
  const show = session.json ? jsonText : peopleText();
  const parse = async (texts: readonly string[]): Promise<string> =>
    show(await parsedOf(engine, texts, config.country));

  if (session.args.length > 0) {
    await terminal.write(await parse(session.args));
    return EXIT.ok;
  }
  if (process.stdin.isTTY) terminal.note('one address a line; Ctrl-D ends');
  let written = Promise.resolve();
  const inFlight: Promise<void>[] = [];
  try {
    for await (const texts of addressLines(standardInput())) {
      const text = parse(texts);
      // Each block is written as soon as it is ready and those before it are: a program that asks line by line
      // and waits for the answer gets it.
      written = Promise.all([text, written]).then(([ready]) => terminal.write(ready));
      written.catch(() => {});
      inFlight.push(written);
      if (inFlight.length >= IN_FLIGHT) await inFlight.shift();
      if (terminal.stdoutClosed) break;
    }
  } finally {
    await written;
  }
  return EXIT.ok;
}

async function* standardInput(): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* process.stdin as AsyncIterable<Uint8Array>;
  } catch (thrown) {
    throw asPosthasteError(thrown, 'ERR_NO_INPUT', 'Cannot read standard input');
  }
}

async function parsedOf(
  engine: Engine,
  texts: readonly string[],
  country: string | null,
): Promise<ParsedLine[]> {
  const parses = await engine.parseMany(texts, country === null ? {} : { country });
  return parses.map((parse, i) => ({
    text: texts[i] ?? '',
    components: parse.components.map(({ label, text, start, end }) => ({ label, text, start, end })),
    country: parse.country,
    confidence: parse.confidence,
  }));
}

function jsonText(lines: readonly ParsedLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Puts an empty line between addresses, over all blocks. */
function peopleText(): (lines: readonly ParsedLine[]) => string {
  let between = '';
  return (lines) =>
    lines
      .map((line) => {
        const text = `${between}${parsedLines(line).join('\n')}\n`;
        between = '\n';
        return text;
      })
      .join('');
}
