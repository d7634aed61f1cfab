import type { z } from 'zod';
import {
  autoYesNo,
  character,
  choice,
  countryOrNull,
  decimal,
  integer,
  type Kind,
  line,
  list,
  matchOrNull,
  size,
  textOrNull,
  truth,
} from './kinds.js';

const GIB = 2 ** 30;
const TIB = 2 ** 40;

interface Traits {
  /** Name of the flag without dashes, when it is not the key. */
  flag?: string;
  /** Belongs to the command line alone, not to ProcessingConfiguration. */
  command?: true;
  /** Changes the bytes of outputs. */
  output?: true;
  /** Only as a flag: neither in the environment nor in a config file. */
  flagOnly?: true;
  /** Not in a config file. */
  notInFile?: true;
}

interface Row<T, C extends boolean> extends Omit<Traits, 'command'> {
  group: string;
  kind: Kind<T>;
  default: T;
  /** One line, no full stop. */
  help: string;
  command: C;
}

function row<T>(
  group: string,
  kind: Kind<T>,
  byDefault: T,
  help: string,
  traits: Traits = {},
): Row<T, false> {
  return { ...traits, group, kind, default: byDefault, help, command: false };
}

function own<T>(kind: Kind<T>, byDefault: T, help: string, traits: Traits = {}): Row<T, true> {
  return { ...traits, group: 'Batch', kind, default: byDefault, help, command: true };
}

/** An option of `train` and `eval`. */
function study<T>(
  group: 'Labelled lines' | 'Training' | 'Evaluation',
  kind: Kind<T>,
  byDefault: T,
  help: string,
): Row<T, true> {
  return { group, kind, default: byDefault, help, command: true, flagOnly: true };
}

const file = textOrNull('path of a file', '<file>');
const batchId = matchOrNull(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/u,
  'batch id such as batch_20231201_120000',
  '<id>',
);

/**
 * The one table of options. Flags, environment variables, the config file, their checks, the types and docs/cli.md
 * come from here; the order is that of the documentation.
 */
export const TABLE = {
  patterns: own(list('glob or path', '<glob>'), [], 'Files to process: a glob or a path; may be repeated'),
  exclude: own(list('glob or path', '<glob>'), [], 'Files to leave out: a glob or a path; may be repeated'),
  outputDir: own(
    textOrNull('path of a directory', '<dir>'),
    null,
    'Directory for results, state and reports',
  ),
  resume: own(batchId, null, 'Go on with an interrupted batch job', { flagOnly: true }),
  batchId: own(batchId, null, 'Id of the batch job; the present time makes one', { flagOnly: true }),
  config: own(file, null, 'JSON file with options, named as in the API', { notInFile: true }),
  dryRun: own(truth(), false, 'Show what would be done and write nothing', { flagOnly: true }),
  skipProcessed: row(
    'Batch',
    truth(),
    true,
    'Skip files whose content was processed with the same options before',
    {
      flag: 'skip',
    },
  ),
  continueOnError: row('Batch', truth(), true, 'Go on with the other files when one fails'),
  alwaysHash: row(
    'Batch',
    truth(),
    false,
    'Tell processed files by their content alone, never by size and times',
  ),

  addressColumns: row(
    'Columns',
    list('name of a column', '<name>'),
    [],
    'Column with the address; several are joined',
    {
      flag: 'address-column',
      output: true,
    },
  ),
  country: row('Columns', countryOrNull(), null, 'Country of all records that name none', { output: true }),
  countryColumn: row(
    'Columns',
    textOrNull('name of a column', '<name>'),
    null,
    'Column with ISO 3166-1 codes',
    {
      output: true,
    },
  ),

  encoding: row(
    'Input',
    choice('auto', 'utf-8', 'utf-16le', 'utf-16be', 'latin1', 'windows-1252'),
    'auto',
    'Encoding of the input; auto goes by the byte order mark, else UTF-8',
    { output: true },
  ),
  delimiter: row(
    'Input',
    character('auto'),
    'auto',
    'Delimiter of the input; tab, comma, semicolon, pipe are names',
    {
      output: true,
    },
  ),
  quote: row('Input', character('auto', 'none'), 'auto', 'Quote character of the input', { output: true }),
  header: row('Input', autoYesNo(), 'auto', 'Whether the first record names the columns', { output: true }),
  compression: row('Input', choice('auto', 'none', 'gzip', 'zstd'), 'auto', 'Compression of the input', {
    output: true,
  }),
  ragged: row('Input', choice('reject', 'pad'), 'reject', 'What to do with a record of another length', {
    output: true,
  }),
  maxRecordBytes: row('Input', size(64, GIB), 16 * 2 ** 20, 'Largest record; a larger one is rejected', {
    output: true,
  }),

  schema: row('Output', choice('libpostal', 'india'), 'libpostal', 'Which parsed columns are written', {
    output: true,
  }),
  columnPrefix: row('Output', line('<text>'), 'parsed_', 'Prefix of the parsed columns', { output: true }),
  metadata: row(
    'Output',
    choice('none', 'header', 'footer', 'columns'),
    'none',
    'Metadata inside the outputs',
    {
      output: true,
    },
  ),

  threads: row('Speed', integer(0, 1024), 0, 'Threads that parse; 0 for one a core'),
  cpuAllocationRatio: row('Speed', decimal(0.01, 1), 1, 'Share of the cores that is used when threads is 0'),
  cpuBatchSize: row(
    'Speed',
    integer(0, 1 << 24),
    0,
    'Most addresses handed to a CPU lane at once; 0 for automatic',
  ),
  chunkSize: row('Speed', size(64, GIB), 2 ** 20, 'Bytes of input that are dispatched at once'),
  maxMemory: row('Speed', size(65_536, TIB), 256 * 2 ** 20, 'Most memory for data in flight'),
  checkpointBytes: row('Speed', size(1, TIB), 64 * 2 ** 20, 'Output between two checkpoints, at most'),
  checkpointSeconds: row('Speed', decimal(0, 86_400), 5, 'Seconds between two checkpoints, at most'),
  targetThroughput: row(
    'Speed',
    decimal(0, 1e12),
    0,
    'Rows a second below which the report warns; 0 for none',
  ),
  simd: row('Speed', choice('auto', 'scalar', 'avx2', 'avx512', 'neon'), 'auto', 'Code path of the CPU'),

  backend: row(
    'Devices',
    choice('auto', 'cpu', 'cuda', 'hybrid'),
    'auto',
    'Devices that parse; cuda never falls back',
  ),
  gpuBatchSize: row('Devices', integer(0, 1 << 24), 0, 'Addresses in a GPU batch; 0 for automatic'),
  gpuMemoryFraction: row('Devices', decimal(0.01, 1), 0.8, 'Share of the free GPU memory that may be taken'),
  gpuQueueSize: row('Devices', integer(1, 64), 2, 'Batches that a GPU stream holds at once'),
  numGpuStreams: row('Devices', integer(1, 64), 2, 'Streams of each GPU'),
  gpuUtilizationThreshold: row(
    'Devices',
    decimal(0, 1),
    0,
    'GPU utilisation below which the report warns; 0 for none',
  ),
  cudaLibrary: row(
    'Devices',
    file,
    null,
    'CUDA library to open instead of the one beside the addon; for tests',
  ),
  model: row('Devices', file, null, 'Model file to use instead of the one of the package'),

  output: study('Training', file, null, 'New model file'),
  force: study('Training', truth(), false, 'Replace the model file when it exists'),
  from: study('Training', file, null, 'Model to go on from; the one of the package when not given'),
  fromScratch: study('Training', truth(), false, 'Forget the weights of that model, keep its tables'),
  passes: study('Training', integer(0, 1000), 0, 'How often each line is learned; 0 for automatic'),
  rate: study('Training', decimal(0, 10), 0, 'Size of the steps; larger ones forget more; 0 for automatic'),
  seed: study('Training', integer(0, Number.MAX_SAFE_INTEGER), 1, 'Another order of the lines'),
  holdOut: study('Training', decimal(0, 90), 10, 'Per cent of the lines to measure on and not to learn'),

  html: study('Evaluation', file, null, 'File that receives the report as a page'),
  worst: study('Evaluation', integer(0, 100_000), 20, 'How many wrong lines to show'),
  skipBad: study('Labelled lines', truth(), false, 'Leave out lines that cannot be used'),

  logLevel: row(
    'Log',
    choice('silent', 'error', 'warn', 'info', 'debug'),
    'info',
    'Least severe messages to show',
  ),
  logFile: row('Log', file, null, 'File that receives the log as JSON lines'),
};

type Table = typeof TABLE;
type Value<K extends keyof Table> = z.infer<Table[K]['kind']['schema']>;
type KeysOf<C extends boolean> = {
  [K in keyof Table]: Table[K] extends { command: C } ? K : never;
}[keyof Table];

export type OptionKey = keyof Table;
export type ConfigurationKey = KeysOf<false>;
export type CommandKey = KeysOf<true>;

/** All options of a batch job, complete; sizes in bytes. */
export type ProcessingConfiguration = { [K in ConfigurationKey]: Value<K> };
/** Options of the command line itself: what to process and where to. */
export type CommandOptions = { [K in CommandKey]: Value<K> };

export type TableRow = Row<unknown, boolean>;

export const KEYS = Object.keys(TABLE) as OptionKey[];

/** A row, or undefined for a key that is none. */
export function rowOf(key: string): TableRow | undefined {
  return Object.hasOwn(TABLE, key) ? (TABLE[key as OptionKey] as TableRow) : undefined;
}

export const CONFIGURATION_KEYS = KEYS.filter((key) => !TABLE[key].command) as ConfigurationKey[];
