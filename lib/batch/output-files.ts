import { link, lstat, rename, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import { PosthasteError } from '../errors.js';
import { fsyncDir, makeDirDurable } from '../io/index.js';
import { outputError, resultError } from './output-error.js';
import { partOf, rejectsOf, sidecarOf } from './paths.js';

/** The three files that one input gives, under their final names and while they grow. */
export class OutputFiles {
  readonly rejects: string;
  readonly sidecar: string;

  constructor(readonly output: string) {
    this.rejects = rejectsOf(output);
    this.sidecar = sidecarOf(output);
  }

  get outputPart(): string {
    return partOf(this.output);
  }
  get rejectsPart(): string {
    return partOf(this.rejects);
  }
  get sidecarPart(): string {
    return partOf(this.sidecar);
  }

  async makeFolder(): Promise<void> {
    await makeDirDurable(path.dirname(this.output)).catch((error: unknown) => {
      throw resultError(error, `Cannot make the folder of ${this.output}`);
    });
  }

  /** ERR_OUTPUT when something that is not ours already has a final name. */
  async refuseForeign(): Promise<void> {
    for (const file of [this.output, this.rejects, this.sidecar]) {
      if (await exists(file)) throw inTheWay(file);
    }
  }

  async removeParts(): Promise<void> {
    for (const part of [this.outputPart, this.rejectsPart, this.sidecarPart]) await rm(part, { force: true });
  }

  /**
   * Gives the finished files their final names, the output last, so that where there is an output everything
   * is there. Can be repeated after a crash at any point; false when a file is neither here nor there whole.
   */
  async promote(sizes: { outputBytes: number; rejectsBytes: number }): Promise<boolean> {
    try {
      if (sizes.rejectsBytes > 0 && !(await promoteOne(this.rejectsPart, this.rejects, sizes.rejectsBytes)))
        return false;
      if (!(await promoteOne(this.sidecarPart, this.sidecar, null))) return false;
      if (!(await promoteOne(this.outputPart, this.output, sizes.outputBytes))) return false;
      await fsyncDir(path.dirname(this.output));
    } catch (error) {
      throw resultError(error, `Cannot give ${this.output} its name`);
    }
    return true;
  }
}

/** `bytes`: the size that it must have, or null for any. */
async function promoteOne(part: string, file: string, bytes: number | null): Promise<boolean> {
  const hasSize = async (name: string) => {
    const size = await lstat(name).then(
      (found) => found.size,
      () => -1,
    );
    return bytes === null ? size >= 0 : size === bytes;
  };
  if (!(await exists(part))) return hasSize(file);
  if (!(await hasSize(part))) return false;
  try {
    // Unlike a rename a link never replaces what is there.
    await link(part, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      if (!(await sameFile(part, file))) throw inTheWay(file);
    } else {
      // A file system without hard links.
      if (await exists(file)) throw inTheWay(file);
      await rename(part, file);
      return true;
    }
  }
  await unlink(part);
  return true;
}

async function sameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([lstat(a, { bigint: true }), lstat(b, { bigint: true })]);
  return one.dev === other.dev && one.ino === other.ino;
}

async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

function inTheWay(file: string): PosthasteError {
  return new PosthasteError(
    'ERR_OUTPUT',
    `${file} exists already and is not of this batch job; it is not overwritten. Move it away or use another batch id or output directory.`,
  );
}

/** ERR_OUTPUT of the stage `create`, which stops the batch job before it begins. */
export async function makeOutputDir(directory: string): Promise<void> {
  await makeDirDurable(directory).catch((error: unknown) => {
    throw outputError('create', (error as Error).message, error);
  });
}
