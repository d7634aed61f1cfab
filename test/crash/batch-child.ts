import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BatchEvent, BatchRequest, BatchTotals, ProcessingConfiguration } from '../../lib/index.js';

const CHILD = fileURLToPath(new URL('batch-child.mjs', import.meta.url));

export type ChildLine =
  | BatchEvent
  | { type: 'ended'; status: string; totals: BatchTotals }
  | { type: 'threw'; code: string; message: string };

export interface ChildRun {
  config: Partial<ProcessingConfiguration>;
  outputDir: string;
  /** Number of the event at which it kills itself with SIGKILL. */
  dieAt?: number;
  request: Omit<BatchRequest, 'onEvent' | 'signal' | 'stopNow'>;
}

/** Runs a batch job in another process. What `signal` gives for a line that it says, it is sent. */
export async function runChild(
  run: ChildRun,
  signal: (line: ChildLine, child: ChildProcess) => NodeJS.Signals | null = () => null,
) {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(run)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on('exit', (_, signal) => resolve(signal));
  });
  const lines: ChildLine[] = [];
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as ChildLine;
    lines.push(line);
    const sent = signal(line, child);
    if (sent) child.kill(sent);
  }
  return { lines, last: lines.at(-1), killed: (await exited) === 'SIGKILL' };
}
