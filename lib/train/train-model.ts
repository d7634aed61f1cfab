import { createHash } from 'node:crypto';
import { type ModelInfo, modelDescription, readModel, runTraining } from '../engine/index.js';
import { PosthasteError } from '../errors.js';
import { faultOf, type LabelledLine, linesError, split } from '../labelled/index.js';
import { packLines } from './pack-lines.js';

export interface TrainOptions {
  /** Path of the model to go on from; the package's own when left out. */
  from?: string | null | undefined;
  /** Starts from weights of zero; Unicode table, gazetteer and country classifier are still those of `from`. */
  fromScratch?: boolean | undefined;
  /** How often each line is learned; left out, 5 to 50 times, the less the more lines there are. */
  passes?: number | undefined;
  /** Size of the steps; larger ones learn faster and forget more. */
  rate?: number | undefined;
  /** Chooses the order of the lines and what is hidden of them. */
  seed?: number | undefined;
  /** Per cent of the lines, chosen by their text, that are measured on and not learned. */
  holdOut?: number | undefined;
  /** Stops the training; ERR_ABORTED. */
  signal?: AbortSignal | undefined;
}

export interface TrainedModel {
  /** The model file. */
  bytes: Buffer;
  /** Lower-case hexadecimal digits: the name of the model. */
  sha256: string;
  /** The model that it went on from. */
  base: ModelInfo;
  /** Lines that were learned. */
  trained: number;
  /** Lines that were not. */
  heldOut: LabelledLine[];
  /** Whether confidences were fitted on the held-out lines; else they are those of the base. */
  calibrated: boolean;
  /** Log-loss a line, by pass. */
  losses: number[];
}

/** Fewer held-out lines than this say too little of what a confidence should be. */
const LEAST_FOR_CALIBRATION = 200;
/** Scale of models whose description does not name it: they are older than the name. */
const USUAL_SCALE = 108;

/** What is used where an option is left out. Those of going on are chosen so that little is forgotten. */
export const TRAINING_DEFAULTS = {
  goingOn: { rate: 0.04, squares: 10 },
  fromScratch: { rate: 0.3, squares: 0 },
  seed: 1,
  holdOut: 10,
} as const;

/** Fewer lines need more passes; many are learned in a few. */
function usualPasses(lines: number): number {
  return Math.min(50, Math.max(5, Math.round(10_000 / lines)));
}

/**
 * Trains a model on labelled lines, by default going on from the package's own. The same lines, options and base give
 * the same bytes. Works on a thread of its own. ERR_LINES when a line is not sound or there are none to learn.
 */
export async function trainModel(
  lines: readonly LabelledLine[],
  options: TrainOptions = {},
): Promise<TrainedModel> {
  checkLines(lines);
  const fromScratch = options.fromScratch ?? false;
  const usual = fromScratch ? TRAINING_DEFAULTS.fromScratch : TRAINING_DEFAULTS.goingOn;
  const rate = numberIn('rate', options.rate ?? usual.rate, 0, 10);
  const seed = numberIn('seed', options.seed ?? TRAINING_DEFAULTS.seed, 0, Number.MAX_SAFE_INTEGER);
  const holdOut = numberIn('holdOut', options.holdOut ?? TRAINING_DEFAULTS.holdOut, 0, 90);
  const { train, heldOut } = split(lines, holdOut);
  if (train.length === 0)
    throw new PosthasteError('ERR_LINES', `Expected lines to learn but of ${lines.length} none is left`);
  const passes = numberIn('passes', options.passes ?? usualPasses(train.length), 1, 1000);
  const { bytes: base, info } = await readModel(options.from, options.signal);
  const origin = modelDescription(base);
  const scale = typeof origin.scale === 'number' ? origin.scale : USUAL_SCALE;
  const calibrated = heldOut.length >= LEAST_FOR_CALIBRATION;
  const settings = { fromScratch, passes, rate, squares: usual.squares, seed, scale };
  const { model, losses } = await runTraining(
    {
      ...settings,
      model: base,
      lines: packLines(calibrated ? [...train, ...heldOut] : train),
      keptApart: calibrated ? heldOut.length : 0,
      calibrates: calibrated,
      description: describe(
        { ...settings, lines: train.length, calibratedOn: calibrated ? heldOut.length : 0 },
        info,
        origin,
      ),
    },
    options.signal,
  );
  const sha256 = createHash('sha256').update(model).digest('hex');
  return { bytes: model, sha256, base: info, trained: train.length, heldOut, calibrated, losses };
}

/** What went into the model, as JSON. Paths and times stay out: they would change its bytes. */
function describe(settings: object, base: ModelInfo, origin: object): string {
  return `${JSON.stringify({ trainedBy: 'posthaste train', ...settings, base: base.sha256, origin })}\n`;
}

function checkLines(lines: readonly LabelledLine[]): void {
  const faults = lines.flatMap((line, i) => {
    const fault = faultOf(line);
    return fault === undefined ? [] : [`${line.source ?? `line ${i}`}: ${fault}`];
  });
  if (faults.length > 0) throw linesError(faults);
}

function numberIn(name: string, value: number, least: number, most: number): number {
  const whole = name === 'passes' || name === 'seed';
  if (typeof value === 'number' && value >= least && value <= most && (!whole || Number.isInteger(value)))
    return value;
  throw new PosthasteError(
    'ERR_OPTION',
    `Expected ${whole ? 'an integer' : 'a number'} between ${least} and ${most} for ${name} but received ${String(value)}`,
  );
}
