/** What a component can be, in the order of the labels' numbers. */
export type Label =
  | 'house'
  | 'near'
  | 'house_number'
  | 'road'
  | 'unit'
  | 'level'
  | 'staircase'
  | 'entrance'
  | 'po_box'
  | 'postcode'
  | 'suburb'
  | 'city_district'
  | 'city'
  | 'island'
  | 'state_district'
  | 'state'
  | 'country_region'
  | 'country'
  | 'other';

/** A run of an address that means one thing. */
export interface AddressComponent {
  label: Label;
  /** The address from `start` to `end`, unchanged. */
  text: string;
  /** UTF-16 code units of the address, `end` exclusive: `address.slice(start, end)` is `text`. */
  start: number;
  end: number;
  /** 0..1, that this component is right. */
  confidence: number;
}

export interface ParsedAddress {
  /** The address as it was given. */
  text: string;
  /** By rising `start`, not overlapping. */
  components: AddressComponent[];
  /** ISO 3166-1 alpha-2, given or inferred; null when unknown. */
  country: string | null;
  /** 0..1, that the whole parse is right. */
  confidence: number;
}
