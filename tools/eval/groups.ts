import type { Line } from '../data/lines.js';

const shared =
  /^annotated\/(?:asia_africa|europe_americas|india_a|india_b|w1_english|w2_europe_west|w3_europe_east|w4_asia|w5_latam_india)$/;

/** The groups of held-out lines that accuracy is reported of, by name. */
export const groups: Readonly<Record<string, (line: Line) => boolean>> = {
  'Senzing, 88 countries': ({ set }) => set === 'eval/senzing_half',
  libpostal_test_parser: ({ set }) => set === 'eval/libpostal_test_parser',
  usaddress_test_labeled: ({ set }) => set === 'eval/usaddress_test_labeled',
  'rich lines, the nine sets of the data folder': isShared,
  '… of India': (line) => isShared(line) && line.country === 'IN',
  '… of the US': (line) => isShared(line) && line.country === 'US',
  '… of other countries': (line) => isShared(line) && line.country !== 'IN' && line.country !== 'US',
  "rich and messy lines of this project's own sets": isOwn,
  '… of India (own)': (line) => isOwn(line) && line.country === 'IN',
  '… of the US (own)': (line) => isOwn(line) && line.country === 'US',
  '… of other countries (own)': (line) => isOwn(line) && line.country !== 'IN' && line.country !== 'US',
  '… written to be messy (own)': ({ set }) => set === 'annotated/world_messy',
};

export function isShared({ set }: Line): boolean {
  return shared.test(set);
}

export function isOwn(line: Line): boolean {
  return line.set.startsWith('annotated/') && !isShared(line);
}
