/** Accuracy: counting, confidence, the worst cases. */

export type { Reliability, ReliabilityBin } from './calibration.js';
export {
  type EvaluateOptions,
  type Evaluation,
  evaluate,
  type LabelledPart,
  type WrongLine,
} from './evaluate.js';
export {
  type Confusion,
  confusionRows,
  type LabelRow,
  labelRows,
  type Row,
  row,
  type Share,
  share,
} from './rows.js';
export { type SideRow, sideBySide } from './side-by-side.js';
export { Tally } from './tally.js';
export { confusionLines, labelLines, rowLines } from './text.js';
