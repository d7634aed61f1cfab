/** Street names of the records as road components: drops what is no road, splits off what is not part of it. */
export function addressRoads(country: string, road: string, count: number): string[] {
  let name = road
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[,;.\s-]+$/, (end) => (end.startsWith('.') ? '.' : ''));
  name = name.replace(/[ ,]+(?:s\/?n|snc|n[°º]|num\.?|núm\.?|km)\.?$/i, '');
  if (/\b(?:suite|ste|apt|unit|bldg|floor|p\.? ?o\.? box|dept|rm|room)\b/i.test(name)) return [];
  if (name.length < 3 || name.length > 45 || /[()@#:;|"]/.test(name)) return [];
  if (country === 'US' && count < 2 && hash(name) % 4 !== 0) return [];
  if (
    country === 'BR' &&
    !/^(?:rua|av|avenida|rod|rodovia|travessa|trav|estrada|est|praca|praça|alameda|al|r|largo|beco|via|ladeira|br|vila|quadra|servidao)\b/i.test(
      name,
    )
  ) {
    return [];
  }
  return [country === 'ES' ? spanish(name) : name];
}

function spanish(name: string): string {
  return name
    .replace(/^CALLE CALLE /i, 'CALLE ')
    .replace(/^AVENIDA AVENIDA /i, 'AVENIDA ')
    .replace(/^CR\b/, 'CARRETERA');
}

function hash(text: string): number {
  let h = 2166136261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return h >>> 0;
}
