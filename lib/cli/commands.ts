import type { OptionDefinition, OptionFlag, OptionKey } from '../config/index.js';
import type { ExitCode } from './exit-codes.js';
import type { Invocation } from './session.js';

export interface Command {
  name: string;
  /** Positional arguments as commander takes them; '' for none. */
  argument: string;
  /** One line for the list of commands. */
  summary: string;
  /** What a user has to know, one paragraph. */
  description: string;
  /** What to type, and what for. */
  examples: ReadonlyArray<readonly [string, string]>;
  /** Which options of the table it takes. */
  takes(option: OptionDefinition): boolean;
  /** Those that the short help shows. */
  common: readonly OptionKey[];
  /** Flags that are of the terminal only and so not in the table. */
  own: readonly OptionFlag[];
  run(invocation: Invocation): Promise<ExitCode>;
}

const JSON_FLAG: OptionFlag = {
  flags: '--json',
  description: 'Write JSON to standard output, one object a line',
  attribute: 'json',
  repeatable: false,
};
const QUIET: OptionFlag = {
  flags: '--quiet',
  description: 'Write nothing but errors',
  attribute: 'quiet',
  repeatable: false,
};
const PROGRESS_EVERY: OptionFlag = {
  flags: '--progress-every <n>',
  description: 'Seconds between the lines of progress (default: 10)',
  attribute: 'progressEvery',
  repeatable: false,
};

const EVERYWHERE: readonly OptionKey[] = ['config', 'logLevel', 'logFile'];
const ENGINE: readonly OptionKey[] = [
  'threads',
  'cpuAllocationRatio',
  'backend',
  'simd',
  'model',
  'cudaLibrary',
];
const GPU: readonly OptionKey[] = ['gpuBatchSize', 'gpuMemoryFraction', 'gpuQueueSize', 'numGpuStreams'];

const TRAIN: readonly OptionKey[] = ['skipBad', 'addressColumns', 'delimiter', ...EVERYWHERE];
const EVAL: readonly OptionKey[] = [
  'skipBad',
  'addressColumns',
  'delimiter',
  'country',
  ...ENGINE,
  ...GPU,
  ...EVERYWHERE,
];

const among =
  (...keys: readonly OptionKey[]) =>
  (option: OptionDefinition): boolean =>
    keys.includes(option.key);

/** Of the commands that read labelled lines. */
const ofLines = (option: OptionDefinition): boolean =>
  ['Labelled lines', 'Training', 'Evaluation'].includes(option.group);

/** A batch job that exists has its input, its dialect and its columns in its manifest. */
const runTime = (option: OptionDefinition): boolean =>
  !option.affectsOutput &&
  !ofLines(option) &&
  !['patterns', 'exclude', 'resume', 'batchId', 'dryRun', 'skipProcessed'].includes(option.key);

/** What the two commands that go on with a batch have in common. */
const GOES_ON = {
  argument: '<id>',
  takes: runTime,
  common: ['outputDir', 'threads', 'continueOnError', 'config', 'logFile'],
  own: [JSON_FLAG, QUIET, PROGRESS_EVERY],
} satisfies Partial<Command>;

export const COMMANDS: readonly Command[] = [
  {
    name: 'batch',
    argument: '[pattern...]',
    summary: 'parse CSV files into CSV files with the parsed columns added',
    description:
      'Reads every file that matches, finds its dialect and its address column, and writes it with the parsed ' +
      'columns added into the folder results of --output-dir. May be killed at any time: the same command with ' +
      '--batch-id, or posthaste resume, goes on, and the outputs are those of an undisturbed run.',
    examples: [
      ["posthaste batch --patterns 'data/*.csv' --output-dir out", 'all CSV files of a folder'],
      ["posthaste batch 'data/**/*.csv.gz' --output-dir out --dry-run", 'show what would be done'],
      ['posthaste batch a.csv --output-dir out --address-column address', 'name the column'],
    ],
    takes: (option) => !ofLines(option),
    common: [
      'patterns',
      'outputDir',
      'addressColumns',
      'country',
      'delimiter',
      'encoding',
      'schema',
      'threads',
      'dryRun',
      'batchId',
      'resume',
      'skipProcessed',
      'continueOnError',
    ],
    own: [JSON_FLAG, QUIET, PROGRESS_EVERY],
    run: async (invocation) => (await import('./batch-command.js')).runBatch(invocation),
  },
  {
    name: 'parse',
    argument: '[address...]',
    summary: 'parse addresses from the command line or from standard input',
    description:
      'Each argument is one address. Without arguments each line of standard input is one, in UTF-8. ' +
      'With --json each address gives one line {"text","components","country","confidence"}; the offsets start and ' +
      'end of a component count UTF-16 code units of the text.',
    examples: [
      ["posthaste parse '10 Downing Street, London SW1A 2AA'", 'one address, for people'],
      ['posthaste parse --json < addresses.txt > parsed.jsonl', 'one address a line, for programs'],
      ["posthaste parse --country IN 'Flat 302, MG Road, Pune 411001'", 'with the country known'],
    ],
    takes: among('country', ...ENGINE, ...GPU, ...EVERYWHERE),
    common: ['country', 'threads', 'backend', 'model', 'config'],
    own: [JSON_FLAG],
    run: async (invocation) => (await import('./parse-command.js')).runParse(invocation),
  },
  {
    name: 'status',
    argument: '[id]',
    summary: 'show the batches of an output folder, or the files of one batch',
    description:
      'Reads the state on disk. It may be asked while the batch runs; nothing is locked or changed.',
    examples: [
      ['posthaste status --output-dir out', 'all batches'],
      ['posthaste status batch_20231201_120000 --output-dir out', 'the files of one'],
    ],
    takes: among('outputDir', ...EVERYWHERE),
    common: ['outputDir', 'config'],
    own: [JSON_FLAG],
    run: async (invocation) => (await import('./status-command.js')).runStatus(invocation),
  },
  {
    ...GOES_ON,
    name: 'resume',
    summary: 'go on with a batch that was interrupted',
    description:
      'Goes on behind the last checkpoint with the options that the batch was started with. Files that failed stay ' +
      'failed; posthaste retry tries them again.',
    examples: [['posthaste resume batch_20231201_120000 --output-dir out', 'finish that batch']],
    run: async (invocation) => (await import('./batch-command.js')).runResume(invocation),
  },
  {
    ...GOES_ON,
    name: 'retry',
    summary: 'go on with a batch and try its failed files again',
    description: 'Like resume, and files that failed in an earlier run are tried once more.',
    examples: [['posthaste retry batch_20231201_120000 --output-dir out', 'after the cause was mended']],
    run: async (invocation) => (await import('./batch-command.js')).runRetry(invocation),
  },
  {
    name: 'verify',
    argument: '[id]',
    summary: 'hash the outputs again and compare them with what was committed',
    description:
      'Without an id it checks every batch of the output folder. Ends with exit code 65 when an output is missing ' +
      'or is not what was committed.',
    examples: [['posthaste verify --output-dir out', 'all batches of the folder']],
    takes: among('outputDir', ...EVERYWHERE),
    common: ['outputDir', 'config'],
    own: [JSON_FLAG],
    run: async (invocation) => (await import('./verify-command.js')).runVerify(invocation),
  },
  {
    name: 'train',
    argument: '<lines...>',
    summary: 'train a model on labelled lines of your own',
    description:
      'Goes on from the model of the package, or with --from-scratch starts from zero, learns the lines and writes a ' +
      'new model file for --model. Lines are JSONL or CSV, see docs/training.md. A share of them is held out and ' +
      'tells what the training did. The same lines, options and base give the same bytes.',
    examples: [
      ['posthaste train lines.csv --output my.model', 'go on from the model of the package'],
      ['posthaste parse --model my.model "Bay 12, 4 Kings Road, Leeds"', 'use what was made'],
    ],
    takes: (option) => option.group === 'Training' || TRAIN.includes(option.key),
    common: ['output', 'force', 'from', 'fromScratch', 'passes', 'rate', 'seed', 'holdOut', 'skipBad'],
    own: [JSON_FLAG, QUIET],
    run: async (invocation) => (await import('./train-command.js')).runTrain(invocation),
  },
  {
    name: 'eval',
    argument: '<lines...>',
    summary: 'measure a model on labelled lines',
    description:
      'Parses the lines and compares: lines and words right, by label and country, what is taken for what, whether ' +
      'confidences hold, and the worst lines side by side. Lines are JSONL or CSV, see docs/training.md.',
    examples: [
      ['posthaste eval lines.csv', 'the model of the package'],
      ['posthaste eval lines.jsonl --model my.model --html report.html', 'another one, and a page'],
    ],
    takes: (option) => option.group === 'Evaluation' || EVAL.includes(option.key),
    common: ['model', 'html', 'worst', 'country', 'addressColumns', 'delimiter', 'skipBad'],
    own: [JSON_FLAG],
    run: async (invocation) => (await import('./eval-command.js')).runEval(invocation),
  },
  {
    name: 'doctor',
    argument: '',
    summary: 'show versions, devices, the model and limits, and test the parser',
    description: 'Tells what posthaste would use on this machine, and why it would not use the rest.',
    examples: [
      ['posthaste doctor', 'for people'],
      ['posthaste doctor --json', 'for a bug report'],
    ],
    takes: among(...ENGINE, ...GPU, ...EVERYWHERE),
    common: ['backend', 'threads', 'model', 'cudaLibrary', 'config'],
    own: [JSON_FLAG],
    run: async (invocation) => (await import('./doctor-command.js')).runDoctor(invocation),
  },
];
