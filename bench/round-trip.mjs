// The JavaScript baseline: node round-trip.mjs IN OUT reads a CSV file with csv-parse and writes it with csv-stringify.
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { stringify } from 'csv-stringify';

const [input, output] = process.argv.slice(2);
await pipeline(
  createReadStream(input, { highWaterMark: 1 << 20 }),
  parse(),
  stringify(),
  createWriteStream(output),
);
