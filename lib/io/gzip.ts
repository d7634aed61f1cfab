import { createGunzip } from 'node:zlib';
import { damaged, type RawBlocks } from './sources.js';

function onlyZeros(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0);
}

/**
 * The content of all members of a gzip file, one after the other. Zeros behind the last member are padding;
 * anything else there may be a damaged member and is an error.
 */
export async function* gunzip(raw: RawBlocks, path: string, blockSize: number): AsyncGenerator<Buffer> {
  const size = Math.max(64, blockSize);
  const engine = createGunzip({
    chunkSize: size,
    readableHighWaterMark: size,
    writableHighWaterMark: size,
  } as Parameters<typeof createGunzip>[0]);
  let rawFailure: unknown;
  let taken = 0;
  /** What the engine did not want: it stands behind the last member. */
  let rest: Buffer | null = null;
  const write = (block: Buffer): Promise<boolean> =>
    new Promise((resolve) => {
      // A write that is under way when the engine is destroyed gets no answer.
      const closed = (): void => resolve(false);
      engine.once('close', closed);
      engine.write(block, (error) => {
        engine.off('close', closed);
        resolve(error === null || error === undefined);
      });
    });
  const feed = async (): Promise<void> => {
    for (let block = await raw.read(); block !== null; block = await raw.read()) {
      taken += block.length;
      const written = await write(block);
      const refused = taken - engine.bytesWritten;
      if (refused > 0) rest = block.subarray(block.length - refused);
      if (!written || refused > 0) return;
    }
    engine.end();
  };
  const feeding = feed().catch((thrown: unknown) => {
    rawFailure = thrown;
    engine.destroy();
  });
  try {
    for await (const block of engine) yield block as Buffer;
  } catch (cause) {
    throw rawFailure ?? damaged(path, 'gzip', (cause as Error).message, cause);
  } finally {
    engine.destroy();
    await feeding;
  }
  if (rawFailure !== undefined) throw rawFailure;
  while (rest !== null) {
    if (!onlyZeros(rest)) throw damaged(path, 'gzip', 'bytes that are no gzip member follow the data');
    rest = await raw.read();
  }
}
