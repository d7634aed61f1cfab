/** How often a line of a labelled set is used each epoch. Sets that are not named are used once. */
export const copiesOfSet: Record<string, number> = {
  annotated: 12,
  'eval/senzing_half': 6,
  'labelled/address_formatting_testcases': 4,
  'labelled/parse_address_js': 4,
  'labelled/usaddress_labeled': 20,
  records: 2,
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

/** How the rendered lines divide among their manners. */
export const shareOfManner = { annotated: 0.5, osm: 0.2, written: 0.3 } as const;

/** How many lines after patterns a country gets for its number of patterns: less than in proportion. */
export function shareOf(set: string, country: string, patterns: number): number {
  const boost = set === 'rendered/osm' ? 1 : (boostOf[country] ?? 1);
  return boost * patterns ** 0.75;
}

/** How many lines after written orders a country gets. */
export function writtenShareOf(country: string, orders: number): number {
  return (writtenBoostOf[country] ?? 1) * Math.sqrt(orders);
}

const boostOf: Record<string, number> = { US: 1.2, GB: 1.6, DE: 1.5, CA: 1.2, AU: 1.3, FR: 1.2 };

const writtenBoostOf: Record<string, number> = {
  IN: 22,
  US: 14,
  GB: 6,
  DE: 4,
  FR: 3,
  BR: 4,
  MX: 4,
  IT: 3,
  ES: 3,
  CA: 3,
  AU: 3,
  TR: 2,
  PL: 2,
  VN: 2,
  ID: 2,
  JP: 1.5,
  CN: 1.5,
  LI: 0.3,
  IS: 0.4,
  FO: 0.2,
  AD: 0.2,
  MC: 0.2,
  IM: 0.2,
  XK: 0.4,
  ME: 0.4,
  AL: 0.4,
  RW: 0.4,
  ZM: 0.4,
  ZW: 0.4,
  UG: 0.5,
  TZ: 0.5,
  NI: 0.3,
  CU: 0.4,
  HN: 0.4,
  SV: 0.4,
  LA: 0.4,
  MM: 0.6,
  SM: 0.3,
  RE: 0.4,
};
