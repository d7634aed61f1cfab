import type { ProcessingConfiguration } from '../config/index.js';
import type { JobSpec } from '../engine/index.js';
import {
  type ColumnChoice,
  type InputFile,
  type InputShape,
  identify,
  inspect,
  resolveColumns,
} from '../io/index.js';
import { digestOf, type Manifest } from './manifest.js';
import { commentLines, constantCells, constantNames, embeddedFacts } from './metadata.js';
import type { BatchEngine } from './run-scope.js';

/** How one input is read and what its output looks like. */
export interface FilePlan {
  identity: InputFile;
  shape: InputShape;
  choice: ColumnChoice;
  spec: JobSpec;
  /** First bytes of the output: metadata when they go there, then the header. */
  head: Buffer;
  /** Digest of all of the above that decides about the output. */
  digest: string;
  /** Columns of the input whose names are also names of parsed ones. */
  doubled: string[];
}

type Engine = Pick<BatchEngine, 'schemaColumns' | 'formatRow'>;

/** Looks at the input as it is now. */
export async function planFile(
  path: string,
  config: ProcessingConfiguration,
  manifest: Manifest,
  engine: Engine,
): Promise<FilePlan> {
  const identity = await identify(path);
  const shape = await inspect(path, config);
  const choice = resolveColumns(shape, config);
  const facts = embeddedFacts(manifest, path);
  const inColumns = config.metadata === 'columns';
  const spec = jobSpec(shape, choice, config, inColumns ? constantCells(facts) : []);
  const added = [
    ...engine.schemaColumns(config.schema).map((name) => `${config.columnPrefix}${name}`),
    ...(inColumns ? constantNames(config.columnPrefix) : []),
  ];
  const comment = config.metadata === 'header' ? commentLines(facts) : '';
  const head = Buffer.concat([Buffer.from(comment), engine.formatRow([...shape.columns, ...added])]);
  const digest = digestOf([shape, spec, head.toString('latin1')]);
  const doubled = shape.columns.filter((name) => added.includes(name));
  return { identity, shape, choice, spec, head, digest, doubled };
}

function jobSpec(
  shape: InputShape,
  choice: ColumnChoice,
  config: ProcessingConfiguration,
  constants: string[],
): JobSpec {
  return {
    delimiter: shape.delimiter,
    quote: shape.quote,
    crEndsRecord: shape.crEndsRecord,
    columns: shape.columns.length,
    addressColumns: choice.addressColumns,
    countryColumn: choice.countryColumn,
    country: config.country ?? '',
    ragged: config.ragged,
    schema: config.schema,
    constants,
  };
}
