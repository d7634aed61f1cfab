/** How often a line of a labelled set is used each epoch. Sets that are not named are used once. */
export const copiesOfSet: Record<string, number> = {
  annotated: 5,
  'eval/senzing_half': 3,
  'labelled/address_formatting_testcases': 2,
  'labelled/parse_address_js': 2,
  'labelled/usaddress_labeled': 2,
};

/** At most so many lines of a labelled set, evenly taken: sets labelled by rule repeat themselves. */
export const capOfSet: Record<string, number> = {
  'labelled/geocoder_tester': 4000,
  'labelled/jp_geolonia': 3000,
  'labelled/kr_libraries': 2000,
  'labelled/tw_pharmacies': 2500,
};

/** Labelled sets that contradict the rulings too often to train on. */
export const droppedSets: ReadonlySet<string> = new Set(['labelled/usaddress_us50_messiest']);

export function copiesOf(set: string): number {
  return copiesOfSet[set] ?? copiesOfSet[set.replace(/\/.*$/, '')] ?? 1;
}
