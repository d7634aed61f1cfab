// Writes a CSV file of a given size from the example files: real rows, with house numbers and postcodes varied by a seed.

import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

/** xorshift32: the same numbers on every machine. */
export function random(seed) {
  let x = seed | 0 || 1;
  return (below) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % below;
  };
}

function seeds(examples) {
  const rows = (file, options) =>
    parse(readFileSync(join(examples, file)), { columns: true, bom: true, ...options });
  return [
    ...rows('india-hospitals.csv').map((r) => [r.name, r.address]),
    ...rows('us-farmers-markets.csv').map((r) => [r.market, r.mailing_address]),
    ...rows('europe-hospitals.csv', { delimiter: ';' }).map((r) => [
      r.name,
      `${r.street} ${r.house_number}, ${r.postcode} ${r.city}`,
    ]),
  ];
}

const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Makes `path` of about `bytes` bytes unless it is there already; returns the number of rows. */
export async function makeData(path, bytes, examples, seed = 1) {
  if (existsSync(path) && statSync(path).size >= bytes) return countRows(path);
  const next = random(seed);
  const rows = seeds(examples);
  const file = createWriteStream(path, { highWaterMark: 1 << 22 });
  file.write('id,name,address\n');
  let written = 0;
  let id = 0;
  while (written < bytes) {
    let block = '';
    for (let i = 0; i < 4096; i += 1) {
      const [name, address] = rows[next(rows.length)];
      // Digits after the first of a number are drawn anew, so that numbers do not repeat but keep their shape.
      const varied = address.replace(/\d+/g, (n) => n[0] + n.slice(1).replace(/\d/g, () => String(next(10))));
      id += 1;
      block += `${id},${cell(name)},${cell(varied)}\n`;
    }
    written += Buffer.byteLength(block);
    if (!file.write(block)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  return id;
}

async function countRows(path) {
  let quotes = 0;
  let rows = -1;
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20 })) {
    for (const byte of block) {
      if (byte === 34) quotes ^= 1;
      else if (byte === 10 && quotes === 0) rows += 1;
    }
  }
  return rows;
}
