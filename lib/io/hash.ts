import { RawFile } from './raw.js';

/** SHA-256 of a file, lower-case hex. ERR_NO_INPUT, ERR_INPUT_CHANGED. */
export async function sha256File(path: string): Promise<string> {
  const file = new RawFile(path, { blockSize: 2 ** 20, hash: true });
  try {
    while ((await file.read()) !== null);
    return file.sha256 ?? '';
  } finally {
    await file.close();
  }
}
