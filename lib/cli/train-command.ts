import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Engine } from '../engine/index.js';
import { asPosthasteError, PosthasteError } from '../errors.js';
import { type Evaluation, evaluate } from '../eval/index.js';
import { writeFileAtomic } from '../io/index.js';
import type { LabelledLine } from '../labelled/index.js';
import { type TrainedModel, trainModel } from '../train/index.js';
import { shareText } from './evaluation-lines.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { labelledInput } from './labelled-input.js';
import { shownPath } from './paths.js';
import { bytes, count, duration } from './quantities.js';
import { type Invocation, openSession, type Session } from './session.js';
import { listenForStop } from './signals.js';
import { factLines } from './table.js';

/** What the held-out lines say of a model; null when no line was held out. */
interface Measured {
  /** All lines, learned or not. */
  lines: number;
  before: Evaluation | null;
  after: Evaluation | null;
}

/** `posthaste train <lines…> --output FILE`. */
export async function runTrain(invocation: Invocation): Promise<ExitCode> {
  const session = await openSession(invocation);
  const started = performance.now();
  const output = outputOf(session);
  checkFree(output, session);
  const lines = await labelledInput(session);
  using stopping = listenForStop(
    (name) => session.log.warn(`${name}: stopping; no model is written`),
    () => {},
  );
  try {
    const trained = await train(session, lines, stopping.signal);
    const before = await measure(trained.base.path, trained.heldOut, stopping.signal);
    checkFree(output, session);
    await writeFileAtomic(output, trained.bytes);
    const after = await measure(output, trained.heldOut, stopping.signal);
    const seconds = (performance.now() - started) / 1000;
    tell(session, output, trained, { lines: lines.length, before, after }, seconds);
    return EXIT.ok;
  } catch (thrown) {
    const code = stopping.exitCode();
    if (code !== undefined && asPosthasteError(thrown, 'ERR_INTERNAL', '').code === 'ERR_ABORTED')
      return code;
    throw thrown;
  }
}

function outputOf(session: Session): string {
  const { output } = session.command;
  if (output !== null) return resolve(output);
  throw new PosthasteError('ERR_OPTION', 'Expected a file for --output but received none');
}

function checkFree(output: string, session: Session): void {
  if (session.command.force || !existsSync(output)) return;
  const cause = Object.assign(new Error('the file exists'), { code: 'EEXIST' });
  throw new PosthasteError('ERR_OUTPUT', `${output} exists already; --force replaces it`, { cause });
}

function train(session: Session, lines: readonly LabelledLine[], signal: AbortSignal): Promise<TrainedModel> {
  const { from, fromScratch, passes, rate, seed, holdOut } = session.command;
  return trainModel(lines, {
    from,
    fromScratch,
    passes: passes === 0 ? undefined : passes,
    rate: rate === 0 ? undefined : rate,
    seed,
    holdOut,
    signal,
  });
}

async function measure(
  modelPath: string,
  heldOut: readonly LabelledLine[],
  signal: AbortSignal,
): Promise<Evaluation | null> {
  if (heldOut.length === 0) return null;
  await using engine = await Engine.open({ modelPath, backend: 'cpu' });
  return await evaluate(engine, heldOut, { signal });
}

function tell(
  session: Session,
  output: string,
  trained: TrainedModel,
  measured: Measured,
  seconds: number,
): void {
  const { terminal, json, quiet } = session;
  const { sha256, base, calibrated, losses, heldOut } = trained;
  if (json) {
    const facts = { output, sha256, bytes: trained.bytes.length, base, trained: trained.trained };
    const more = { heldOut: heldOut.length, calibrated, losses, ...measured, seconds };
    terminal.line(JSON.stringify({ ...facts, ...more }));
    return;
  }
  if (quiet) return;
  for (const line of factLines(factsOf(output, trained, measured, seconds), terminal.stdoutWidth, ''))
    terminal.line(line);
}

function factsOf(output: string, trained: TrainedModel, measured: Measured, seconds: number): string[][] {
  const { before, after } = measured;
  const { losses, calibrated } = trained;
  const facts = [
    ['model', `${shownPath(output)}, ${bytes(trained.bytes.length)}`],
    ['sha256', trained.sha256],
    ['base', `${shownPath(trained.base.path)}, sha256 ${trained.base.sha256.slice(0, 16)}…`],
    ['learned', `${count(trained.trained)} lines, ${losses.length} times, in ${duration(seconds)} in all`],
    [
      'loss a line',
      `${(losses[0] ?? 0).toFixed(3)} in the first pass, ${(losses.at(-1) ?? 0).toFixed(3)} in the last`,
    ],
    ['confidences', calibrated ? 'fitted on the held-out lines' : 'those of the base'],
    ['held out', heldOutText(trained, measured.lines)],
  ];
  if (before === null || after === null) return facts;
  return [
    ...facts,
    ['lines right', `${shareText(before.full)} before`],
    ['', `${shareText(after.full)} after`],
    ['words right', `${shareText(before.token)} before`],
    ['', `${shareText(after.token)} after`],
  ];
}

function heldOutText({ trained, heldOut }: TrainedModel, lines: number): string {
  const alike = lines - trained - heldOut.length;
  return `${count(heldOut.length)} lines${alike === 0 ? '' : `, and ${count(alike)} like one of them`}`;
}
