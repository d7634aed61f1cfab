import { readFile, stat } from 'node:fs/promises';
import { sha256File } from '../io/index.js';
import type { CommitEntry } from './journal-entry.js';
import { OutputFiles } from './output-files.js';
import { readState } from './overview.js';
import type { Layout } from './paths.js';
import type { Verification } from './types.js';

/** What `verify` reads of a sidecar; all of it may be missing in a damaged one. */
interface SidecarNumbers {
  records?: number;
  blankLines?: number;
  input?: { sha256?: string };
  output?: { sha256?: string; bytes?: number; rows?: number };
  rejects?: { sha256?: string | null; count?: number };
}

/** Hashes every committed output of a batch job again and compares it with the journal and the sidecar. */
export async function verifyBatch(layout: Layout, batchId: string): Promise<Verification> {
  const state = await readState(layout, batchId);
  const problems: Verification['problems'] = [];
  let checked = 0;
  for (const index of state.manifest.files.keys()) {
    const { commit, done } = state.file(index);
    if (!commit || !done) continue;
    checked++;
    const files = new OutputFiles(state.output(index));
    const report = (path: string, message: string) => problems.push({ path, message });
    const check = async (path: string, bytes: number, sha256: string) => {
      const problem = await differs(path, bytes, sha256);
      if (problem) report(path, problem);
    };
    await check(files.output, commit.outputBytes, commit.outputSha256);
    if (commit.rejectsBytes > 0) await check(files.rejects, commit.rejectsBytes, commit.rejectsSha256);
    for (const problem of await sidecarProblems(files.sidecar, commit)) report(files.sidecar, problem);
  }
  return { batchId, ok: problems.length === 0, checked, problems };
}

async function differs(file: string, bytes: number, sha256: string): Promise<string | null> {
  const found = await stat(file).catch(() => null);
  if (!found) return 'is missing';
  if (found.size !== bytes) return `has ${found.size} bytes instead of ${bytes}`;
  return (await sha256File(file)) === sha256
    ? null
    : 'has the right size but other bytes than were committed';
}

async function sidecarProblems(file: string, commit: CommitEntry): Promise<string[]> {
  let sidecar: SidecarNumbers;
  try {
    sidecar = JSON.parse(await readFile(file, 'utf8')) as SidecarNumbers;
  } catch (error) {
    return [`cannot be read: ${(error as Error).message}`];
  }
  const { records = -1, blankLines = -1, input, output, rejects } = sidecar;
  const problems: string[] = [];
  const rows = output?.rows ?? -1;
  const count = rejects?.count ?? -1;
  if (records !== rows + count + blankLines) {
    problems.push(`${records} records are not ${rows} rows, ${count} rejects and ${blankLines} blank lines`);
  }
  const expected: [string, unknown, unknown][] = [
    ['rows', rows, commit.rows],
    ['rejects', count, commit.rejected],
    ['blank lines', blankLines, commit.blank],
    ['SHA-256 of the input', input?.sha256, commit.inputSha256],
    ['SHA-256 of the output', output?.sha256, commit.outputSha256],
  ];
  for (const [what, found, journal] of expected) {
    if (found !== journal) problems.push(`${what}: ${String(found)}, but the journal has ${String(journal)}`);
  }
  return problems;
}
