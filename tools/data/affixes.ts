/** Words that introduce or close the name of a place and belong to its component. */
const leads = String.raw`at\/?p(?:ost|o)\.?|a\/p\.?|at (?:&|and) p(?:ost|o)\.?|at|vill(?:age)?\.?|v\.?p\.?o\.?|p\.?o\.?|post|tal(?:uka|uk)?\.?|tq\.?|teh(?:sil)?\.?|mandal|dist(?:t|rict)?\.?|ps\.?|p\.s\.|jud(?:\.|ețul)|com(?:\.|una)|oraș(?:ul)?|mun\.|municipiul|sat(?:ul)?|str\.|г\.|гор\.|город|с\.|село|пос\.|поселок|посёлок|п\.|пгт\.?|дер\.|деревня|д\.|станица|ст-ца|хутор|х\.|м\.|місто|смт|гр\.|кв\.|жк\.?|ж\.к\.|мкр\.?|мкрн\.?|микрорайон|обл\.|общ\.|община|област|респ\.?|республика|col(?:\.|onia)|fracc(?:\.|ionamiento)|barrio|bo\.|b°|urb(?:\.|anizaci[óo]n)|brgy\.?|bgy\.?|barangay|sitio|kel(?:\.|urahan)|kec(?:\.|amatan)|kab(?:\.|upaten)|kota|desa|ds\.|phường|p\.|quận|q\.|huyện|h\.|xã|x\.|thị trấn|tt\.|tỉnh|t\.|tp\.?|thành phố|thị xã|tx\.?|thôn|ấp|phuong|quan|huyen|xa|tinh|co\.|county|prov(?:\.|incia) de|pcia\. de|pdo\. de|partido de|dpto\. de|depto\. de|edo\.|estado|woj\.|województwo|pow\.|powiat|gm\.|gmina|okr\.|okres|landkreis|kreis|bezirk|kanton|canton de|province de|provincie|provincia di|loc\.|località|fraz\.|frazione|c\.da|contrada|jardim|jd\.?|vila|parque|pq\.?|conjunto|distrito de|municipio de|mpio\. de|comuna|ejido|kg\.?|kampung|taman|tmn\.?|lieu-dit|hameau|quartier|cité|حي|مدينة|محافظة|منطقة|קריית|שכונת`;
const thaiLeads = 'ตำบล|ต\\.|แขวง|อำเภอ|อ\\.|เขต|จังหวัด|จ\\.';
const tails = String.raw`mah\.?|mahallesi|mh\.?|dist\.?|distt\.?|district|county|co\.|province|state|region|governorate|division|megye|vm\.|ker\.|kerület|län|kommun|fylke|kommune|maakond|vald|küla|nov\.|novads|pag\.|pagasts|r\. sav\.|sav\.|apskritis|обл\.?|область|край|р-н|район|city|nagar|colony|layout|extension|extn\.?|enclave|vihar|puram|estate|village|east|west|north|south|post|p\.?o\.?|taluka|tehsil|mandal|subd\.|subdivision|township|tumani|viloyati|rayonu|județ|krai|oblast|kraj|županija|okrug`;

const lead = new RegExp(`^(?:(?:${leads})[\\s:.-]+|(?:${thaiLeads}) ?)`, 'iu');
const tail = new RegExp(`(?:[ -](?:${tails})|(?<=\\p{L})[ ]?\\((?:e|w|n|s|east|west|north|south)\\))$`, 'iu');

export interface Affixed {
  lead: string;
  core: string;
  tail: string;
}

/** Splits a place component into its introducing words, the name, and its closing words. */
export function splitAffixes(text: string): Affixed {
  const before = lead.exec(text)?.[0] ?? '';
  const rest = text.slice(before.length);
  const after = tail.exec(rest)?.[0] ?? '';
  const core = rest.slice(0, rest.length - after.length);
  return core === '' ? { lead: '', core: text, tail: '' } : { lead: before, core, tail: after };
}

const preposition =
  /^(?:near(?: to)?|nr\.?|opp(?:osite)?\.?(?: to)?|behind|b\/h\.?|next to|beside|besides|adj(?:acent)?\.?(?: to)?|above|below|in ?front of|across from|back ?side(?: of)?|by|frente (?:a|al|ao|a la)|junto (?:a|al|ao|a la)|cerca (?:de|del|de la)|ao lado d[oae]|al lado de(?:l| la)?|pr[óo]ximo (?:a|ao|à)|em frente (?:a|ao|à)|detr[áa]s de(?:l| la)?|atr[áa]s d[oae]|gegenüber(?: dem| der)?|neben|hinter|bei|en face (?:de|du)|face (?:à|au)|près (?:de|du)|derrière|à côté (?:de|du)|vicino(?: a)?|di fronte a|accanto a|dietro|tegenover|naast|achter|naproti|vedle|obok|naprzeciw(?:ko)?|za|przy|w pobliżu|vis-[aà]-vis de|lângă|în spatele|напротив|рядом с|около|возле|за|біля|навпроти|до|karşısı|yanı|depan|dekat|seberang|samping|belakang|gần|đối diện|cạnh|sau|bên cạnh|ใกล้|ตรงข้าม|หลัง|بجوار|أمام|خلف|مقابل|قرب|بالقرب من|jirani na|karibu na|mkabala na|malapit sa|tapat ng)[\s:.-]+/iu;

/** The preposition that a landmark phrase begins with, and its blank; empty when there is none. */
export function prepositionOf(text: string): string {
  return preposition.exec(text)?.[0] ?? '';
}
