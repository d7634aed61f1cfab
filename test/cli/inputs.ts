/** Rows of plain addresses, each different, so that no two chunks have the same bytes. */
export function addressesCsv(rows: number, seed = 1): string {
  const streets = ['Main St', 'Oak Avenue', 'Rue de Rivoli', 'MG Road', 'Hauptstraße', 'Elm Drive'];
  const places = [
    'Springfield, IL 62704',
    'Austin, TX 78701',
    '75001 Paris',
    'Pune 411001',
    '10115 Berlin',
    'Leeds LS1 4DY',
  ];
  const lines = ['id,address,note'];
  for (let i = 0; i < rows; i += 1) {
    const k = i * 7 + seed;
    lines.push(`${i},"${(k % 997) + 1} ${streets[k % 6]}, ${places[(k >> 2) % 6]}",n${k}`);
  }
  return `${lines.join('\n')}\n`;
}
