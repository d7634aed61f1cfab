import path from 'node:path';
import { type InputFile, inspect, resolveColumns } from '../io/index.js';
import { outputStamp } from './batch-id.js';
import { asFailure } from './failure.js';
import type { Job } from './job.js';
import { type Layout, planOutputs } from './paths.js';
import type { PlannedFile } from './types.js';

/** Looks at each input as a run would. */
export async function dryRun(layout: Layout, job: Job, inputs: readonly InputFile[]): Promise<PlannedFile[]> {
  const { manifest, batchId, config, cwd } = job;
  const stamp = outputStamp(batchId ?? '', manifest ? new Date(manifest.createdAt) : new Date());
  const outputs = planOutputs(
    inputs.map((input) => input.path),
    cwd,
    stamp,
  );
  const planned: PlannedFile[] = [];
  for (const [index, input] of inputs.entries()) {
    const output = path.join(layout.results, outputs[index] as string);
    planned.push(await look(input, output, config));
  }
  return planned;
}

async function look(input: InputFile, output: string, config: Job['config']): Promise<PlannedFile> {
  const unknown: PlannedFile = {
    ...{
      path: input.path,
      bytes: input.size,
      output,
      delimiter: '',
      quote: '',
      encoding: '',
      compression: '',
    },
    ...{ hasHeader: false, columns: [], addressColumns: [], countryColumn: null, how: '' },
  };
  try {
    const shape = await inspect(input.path, config);
    const { delimiter, quote, encoding, compression, hasHeader, columns } = shape;
    const seen = { ...unknown, delimiter, quote, encoding, compression, hasHeader, columns };
    try {
      const choice = resolveColumns(shape, config);
      return {
        ...seen,
        addressColumns: choice.addressColumns.map((column) => columns[column] ?? ''),
        countryColumn: columns[choice.countryColumn] ?? null,
        how: choice.how,
      };
    } catch (error) {
      return { ...seen, error: failureFact(error) };
    }
  } catch (error) {
    return { ...unknown, error: failureFact(error) };
  }
}

function failureFact(error: unknown): NonNullable<PlannedFile['error']> {
  const { code, message } = asFailure(error);
  return { code, message };
}
