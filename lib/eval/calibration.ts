import { type Share, share } from './rows.js';

/** What was said with a confidence in one range, and how much of it came true. */
export interface ReliabilityBin {
  from: number;
  to: number;
  /** The mean of the confidences. */
  said: number;
  right: Share;
}

export interface Reliability {
  /** Ranges in which something was said. */
  bins: ReliabilityBin[];
  /** Expected calibration error: the mean distance of said and right, weighted by how often it was said. */
  expectedError: number;
}

/** A confidence and whether what it spoke for was right. */
export interface Outcome {
  confidence: number;
  right: boolean;
}

const BINS = 10;

export function reliability(outcomes: readonly Outcome[]): Reliability {
  const bins: ReliabilityBin[] = [];
  let error = 0;
  for (let n = 0; n < BINS; n++) {
    const inside = outcomes.filter(
      ({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === n,
    );
    if (inside.length === 0) continue;
    const said = inside.reduce((sum, { confidence }) => sum + confidence, 0) / inside.length;
    const right = share(inside.filter((outcome) => outcome.right).length, inside.length);
    bins.push({ from: n / BINS, to: (n + 1) / BINS, said, right });
    error += (Math.abs(said - right.share) * inside.length) / outcomes.length;
  }
  return { bins, expectedError: error };
}

/** The share that is right among the half with the higher confidence; of equal ones the earlier come first. */
export function topHalf(outcomes: readonly Outcome[]): Share {
  const sorted = [...outcomes].sort((a, b) => b.confidence - a.confidence);
  const half = sorted.slice(0, Math.ceil(sorted.length / 2));
  return share(half.filter((outcome) => outcome.right).length, half.length);
}
