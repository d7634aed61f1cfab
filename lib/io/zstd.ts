import { Decompress } from 'fzstd';
import { ByteQueue, damaged, type RawBlocks } from './sources.js';
import { XxHash64 } from './xxhash64.js';

const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
/** `zstd --long=27`, the most that zstd itself decodes without being asked to. */
const LARGEST_WINDOW = 2 ** 27;

interface FrameHeader {
  bytes: Buffer;
  hasChecksum: boolean;
  /** Bytes of content, when the header tells. */
  contentSize: bigint | undefined;
}

/** The parts of a frame header that matter here: RFC 8878, 3.1.1.1. */
async function readHeader(queue: ByteQueue, magic: Buffer, path: string): Promise<FrameHeader> {
  const [descriptor] = await queue.take(1);
  if (descriptor === undefined) throw damaged(path, 'zstd', 'it ends inside a frame header');
  const single = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 ? (single ? 1 : 0) : 1 << sizeFlag;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const windowBytes = single ? 0 : 1;
  const rest = await queue.take(windowBytes + dictionaryBytes + sizeBytes);
  if (rest.length < windowBytes + dictionaryBytes + sizeBytes)
    throw damaged(path, 'zstd', 'it ends inside a frame header');
  const dictionary = rest.subarray(windowBytes, windowBytes + dictionaryBytes);
  if (dictionary.some((byte) => byte !== 0))
    throw damaged(path, 'zstd', 'it needs a dictionary, which is not supported');
  let contentSize: bigint | undefined;
  if (sizeBytes > 0) {
    const field = Buffer.alloc(8);
    rest.copy(field, 0, windowBytes + dictionaryBytes);
    contentSize = field.readBigUInt64LE() + (sizeBytes === 2 ? 256n : 0n);
  }
  const exponent = (rest[0] ?? 0) >> 3;
  const base = 2 ** (10 + exponent);
  const window = single ? Number(contentSize) : base + (base / 8) * ((rest[0] ?? 0) & 7);
  if (window > LARGEST_WINDOW) {
    const reason = `it needs a window of ${window} bytes and at most ${LARGEST_WINDOW} are supported (zstd --long=27)`;
    throw damaged(path, 'zstd', reason);
  }
  return {
    bytes: Buffer.concat([magic, Buffer.of(descriptor), rest]),
    hasChecksum: (descriptor & 4) !== 0,
    contentSize,
  };
}

/** The content of one frame, block by block; its length and checksum are verified, which fzstd leaves out. */
async function* readFrame(queue: ByteQueue, magic: Buffer, path: string): AsyncGenerator<Buffer> {
  const header = await readHeader(queue, magic, path);
  const hash = header.hasChecksum ? new XxHash64() : undefined;
  let length = 0n;
  let out: Buffer[] = [];
  const decoder = new Decompress((data) => {
    if (data.length > 0) out.push(Buffer.from(data.buffer, data.byteOffset, data.length));
  });
  const push = (bytes: Buffer, final: boolean): Buffer[] => {
    try {
      decoder.push(bytes, final);
    } catch (cause) {
      throw damaged(path, 'zstd', cause instanceof Error ? cause.message : String(cause), cause);
    }
    const blocks = out;
    out = [];
    for (const block of blocks) {
      hash?.update(block);
      length += BigInt(block.length);
    }
    return blocks;
  };
  push(header.bytes, false);
  for (let last = false; !last; ) {
    const head = await queue.take(3);
    const bits = head.length === 3 ? head.readUIntLE(0, 3) : 6;
    const kind = (bits >> 1) & 3;
    if (kind === 3)
      throw damaged(path, 'zstd', head.length < 3 ? 'it ends inside a frame' : 'a block has no kind');
    last = (bits & 1) !== 0;
    const size = kind === 1 ? 1 : bits >> 3;
    const body = await queue.take(size);
    if (body.length < size) throw damaged(path, 'zstd', 'it ends inside a block');
    const tail = last && header.hasChecksum ? await queue.take(4) : Buffer.alloc(0);
    yield* push(Buffer.concat([head, body, tail]), last);
    if (!last) continue;
    if (header.contentSize !== undefined && header.contentSize !== length)
      throw damaged(path, 'zstd', `a frame has ${length} bytes instead of ${header.contentSize}`);
    if (hash !== undefined && (tail.length < 4 || tail.readUInt32LE() !== hash.digestLow32()))
      throw damaged(path, 'zstd', 'the checksum of a frame does not match');
  }
}

/** The content of all frames of a zstd file, skippable ones left out. */
export async function* unzstd(raw: RawBlocks, path: string): AsyncGenerator<Buffer> {
  const queue = new ByteQueue(raw);
  for (;;) {
    const magic = await queue.take(4);
    if (magic.length === 0) return;
    const number = magic.length === 4 ? magic.readUInt32LE() : 0;
    if (number === FRAME_MAGIC) {
      yield* readFrame(queue, magic, path);
    } else if ((number & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
      const size = await queue.take(4);
      if (size.length < 4 || !(await queue.skip(size.readUInt32LE())))
        throw damaged(path, 'zstd', 'it ends inside a skippable frame');
    } else {
      throw damaged(path, 'zstd', 'bytes that are no zstd frame follow the data');
    }
  }
}
