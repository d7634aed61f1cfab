import { crc32 } from 'node:zlib';

/** One line of JSON whose last key is the CRC-32 of the bytes before it. */
export function sealLine(value: object): string {
  const body = JSON.stringify(value).slice(0, -1);
  return `${body},"crc":"${hex(crc32(body))}"}\n`;
}

/** What was sealed, or null when a byte of the line (given without its end) is not what was written. */
export function openLine(line: string): Record<string, unknown> | null {
  const tail = /,"crc":"([0-9a-f]{8})"\}$/.exec(line);
  if (!tail || hex(crc32(line.slice(0, tail.index))) !== tail[1]) return null;
  const { crc: _crc, ...value } = JSON.parse(line) as Record<string, unknown>;
  return value;
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
