/** Labelled lines: their files, their checks, and which of them are held out. */

export { LABELS } from './labels.js';
export { faultOf, type LabelledLine, type LabelledSpan } from './line.js';
export { linesError, type ReadLines, type ReadLinesOptions, readLabelledLines } from './read.js';
export { type Split, split } from './split.js';
