import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const BIN = join(ROOT, 'bin', 'posthaste.js');

export interface Outcome {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  input?: string | Uint8Array;
  env?: Record<string, string>;
  /** A line of sh that starts the command as "$@". */
  shell?: string;
  /** Called once the process runs. */
  during?: (child: ChildProcess) => void;
}

/** Runs the real command line to its end. The environment has no option of posthaste but those given. */
export function posthaste(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith('POSTHASTE_'));
  const command = [process.execPath, BIN, ...args];
  const wrapped = options.shell === undefined ? command : ['sh', '-c', options.shell, 'sh', ...command];
  const child = spawn(wrapped[0] ?? '', wrapped.slice(1), {
    cwd: options.cwd ?? ROOT,
    env: { ...Object.fromEntries(clean), ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => stdout.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes));
  // A command that reads no input may be gone before it is written.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  options.during?.(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({
        code,
        signal,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
  });
}

/** Objects of an output with one JSON object a line. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** A temporary folder that goes away with the test. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'posthaste-cli-'));

  at(...names: string[]): string {
    return join(this.path, ...names);
  }

  /** Writes a file and the folders on its way; gives its path. */
  write(name: string, content: string | Uint8Array): string {
    const path = this.at(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** Paths of all files below a folder, sorted. */
  files(...names: string[]): string[] {
    return readdirSync(this.at(...names), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  }

  /** The one output whose name begins with `name`. */
  output(outputDir: string, name: string): string {
    const found = this.files(outputDir, 'results').filter(
      (file) => (file.split('/').at(-1) ?? '').startsWith(`${name}_processed_`) && /_\d{6}\.csv$/.test(file),
    );
    if (found.length !== 1)
      throw new Error(`expected one output of ${name}, found ${found.join(', ') || 'none'}`);
    return readFileSync(found[0] ?? '', 'utf8');
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
