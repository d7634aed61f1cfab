/** Countries whose first level of administration is a state_district by the rulings. */
export const districtFirst: ReadonlySet<string> = new Set(
  'RO HU SE NO IE KE HR EE LT LV PT LU CY KW LI'.split(' '),
);
