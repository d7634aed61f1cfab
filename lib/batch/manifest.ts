import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ProcessingConfiguration } from '../config/index.js';
import { PosthasteError } from '../errors.js';
import { type InputFile, writeFileAtomic } from '../io/index.js';

export const MANIFEST_VERSION = 1;

export interface ManifestFile extends InputFile {
  /** Relative to the results directory. */
  output: string;
}

/** The frozen plan of a batch job; written once. */
export interface Manifest {
  version: typeof MANIFEST_VERSION;
  batchId: string;
  createdAt: string;
  cwd: string;
  filePatterns: string[];
  exclude: string[];
  options: ProcessingConfiguration;
  /** Digest of the options that change the bytes of an output. */
  optionsDigest: string;
  model: { sha256: string };
  files: ManifestFile[];
}

export async function writeManifest(file: string, manifest: Manifest): Promise<void> {
  await writeFileAtomic(file, `${JSON.stringify({ sha256: digestOf(manifest), manifest }, null, 1)}\n`);
}

/** Null when there is none. ERR_STATE when it is damaged or of a newer version. */
export async function readManifest(file: string): Promise<Manifest | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw new PosthasteError('ERR_STATE', `Cannot read ${file}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const parsed = parseOrNull(text);
  const manifest = parsed?.manifest;
  if (typeof manifest?.version === 'number' && (manifest.version as number) > MANIFEST_VERSION) {
    throw new PosthasteError(
      'ERR_STATE',
      `${file} has version ${manifest.version}, newer than this posthaste knows (${MANIFEST_VERSION}). Go on with the newer posthaste.`,
    );
  }
  if (!manifest || parsed?.sha256 !== digestOf(manifest)) {
    throw new PosthasteError(
      'ERR_STATE',
      `${file} is damaged: its checksum does not fit. Start a new batch job on the same files; those that were finished are skipped by content.`,
    );
  }
  return manifest;
}

function parseOrNull(text: string): { sha256?: unknown; manifest?: Manifest } | null {
  try {
    return JSON.parse(text) as { sha256?: unknown; manifest?: Manifest };
  } catch {
    return null;
  }
}

/** SHA-256 of a JSON value; the order of its keys counts. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
