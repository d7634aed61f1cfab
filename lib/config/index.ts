/** Options: what there is, where values come from, and which of them change outputs. */

export { affectsOutput, completeConfiguration, DEFAULTS, outputAffecting } from './complete.js';
export { OPTIONS, type OptionDefinition, type OptionFlag } from './definitions.js';
export { type LoadedConfiguration, type LoadSources, loadConfiguration, type OptionOrigin } from './load.js';
export { optionsMarkdown } from './markdown.js';
export type { CommandOptions, OptionKey, ProcessingConfiguration } from './options.js';
