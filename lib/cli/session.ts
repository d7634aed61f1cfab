import { resolve } from 'node:path';
import { type LoadedConfiguration, loadConfiguration } from '../config/index.js';
import { PosthasteError } from '../errors.js';
import { Log } from './log.js';
import type { Terminal } from './terminal.js';

/** A command as it was typed. */
export interface Invocation {
  terminal: Terminal;
  args: readonly string[];
  /** What was given on the command line, by attribute; nothing else. */
  flags: Readonly<Record<string, unknown>>;
}

/** A command with its configuration read and its log open. */
export interface Session extends Invocation, LoadedConfiguration {
  log: Log;
  json: boolean;
  quiet: boolean;
}

export async function openSession(invocation: Invocation): Promise<Session> {
  const loaded = await loadConfiguration({ flags: { ...invocation.flags } });
  const quiet = invocation.flags.quiet === true;
  const { logLevel: level, logFile: file } = loaded.config;
  const log = new Log(invocation.terminal, { level, file, quiet });
  return { ...invocation, ...loaded, log, json: invocation.flags.json === true, quiet };
}

/** The absolute output folder; ERR_OPTION when none was named. */
export function outputDirOf(session: Session): string {
  const { outputDir } = session.command;
  if (outputDir !== null) return resolve(outputDir);
  throw new PosthasteError('ERR_OPTION', 'Expected a folder for --output-dir but received none');
}
