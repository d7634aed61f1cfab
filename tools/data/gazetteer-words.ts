import { join } from 'node:path';
import type { Gazetteer, GazetteerClass } from './gazetteer.js';
import { readLines, readTar } from './sources.js';

const rankOfWord = 1_000_000;

/** The classes of the dictionaries' files; files that are not named are passed over. */
const classOfFile: Record<string, GazetteerClass> = {
  street_types: 'street_word',
  street_names: 'street_word',
  concatenated_suffixes_separable: 'street_word',
  concatenated_prefixes_separable: 'street_word',
  directionals: 'direction',
  unit_types_numbered: 'unit_word',
  unit_types_standalone: 'unit_word',
  unit_directions: 'unit_word',
  level_types_numbered: 'level_word',
  level_types_standalone: 'level_word',
  level_types_basement: 'level_word',
  level_types_sub_basement: 'level_word',
  level_types_mezzanine: 'level_word',
  staircases: 'staircase_word',
  entrances: 'entrance_word',
  post_office: 'po_box_word',
  near: 'near_word',
  place_names: 'house_word',
  building_types: 'house_word',
  company_types: 'house_word',
  chains: 'house_word',
  number: 'number_word',
  no_number: 'number_word',
  house_numbers: 'number_word',
  qualifiers: 'suburb_word',
  given_names: 'given_name',
};

/** Words that the dictionaries lack, by class. */
const ownWords: Partial<Record<GazetteerClass, string>> = {
  near_word:
    'near|nr|nr.|opp|opp.|opposite|opposite to|behind|b/h|next to|beside|besides|adjacent to|adj|adjacent|above|below|infront of|in front of|across from|backside of|back side|frente a|frente al|junto a|cerca de|entre|a lado de|al lado de|próximo a|proximo ao|em frente|em frente a|gegenüber|en face de|face à|près de|derrière|напротив|рядом с|около|возле|karşısı|yanı|arkası|depan|dekat|seberang|samping|belakang|ใกล้|ตรงข้าม|gần|đối diện|बगल में|के पास|के सामने|مقابل|بجوار|قرب|خلف|blízko|naproti|obok|naprzeciwko|vis-a-vis|tegenover|diagonal a|contiguo a|de la iglesia|costado',
  house_word:
    'hospital|clinic|school|college|university|institute|academy|temple|church|mosque|mandir|masjid|tower|towers|plaza|mall|complex|centre|center|bank|hotel|restaurant|cafe|pharmacy|apartments|residency|heights|chambers|bhavan|bhawan|sadan|house|building|bldg|society|chs|chs ltd|co-op hsg soc|co-operative housing society|ltd|pvt ltd|limited|private limited|inc|llc|gmbh|ag|s.a.|s.r.l.|wing|tower a|tower b|block a|market|arcade|library|museum|station|airport|terminal|villa|palace|mansion|manor|lodge|court|trust|foundation|nursing home|medical college|polyclinic|primary health centre|krankenhaus|klinikum|schule|grundschule|gymnasium|bahnhof|apotheke|bäckerei|boulangerie|hôpital|école|mairie|lycée|collège|escuela|colegio|farmacia|iglesia|edificio|torre|residencial|condominio|condomínio|ed.|edf|escola|igreja|posto de saúde|scuola|ospedale|farmacia|chiesa|apteka|szkoła|szpital|больница|школа|аптека|бизнес-центр|бц|тц|трц|жк|hastanesi|okulu|camii|apt.|apartmanı|sitesi|iş merkezi|plaza|rumah sakit|gedung|ruko|masjid|bệnh viện|trường|chung cư|tòa nhà|chợ|โรงพยาบาล|อาคาร|โรงเรียน|医院|学校|大厦|广场|酒店|小区|花园|ビル|マンション|ハイツ|コーポ|病院|빌딩|아파트|مستشفى|مدرسة|برج|مبنى|عمارة|مجمع',
  number_word:
    'no|no.|nº|n°|nr|nr.|num|number|#|№|plot|plot no|plot no.|survey no|s. no.|s.no.|sy no|sr. no.|gat no|khasra no|cts no|c.t.s. no|door no|d.no|d. no.|h.no|h. no.|house no|house no.|holding no|sco|shed no|erf|lot|lote|lô|kav|kav.|lr no|villa|km|km.|s/n|snc|bis|ter|д.|дом|корп.|стр.|вл.|буд.|číslo|č.|č.p.|čp.|štev.|бр.|số|no:|kapı no|blk|block',
  suburb_word:
    'nagar|sector|sec|colony|mahalle|mahallesi|mah|mah.|phase|stage|layout|enclave|extension|extn|vihar|puram|pura|pur|peth|wadi|pada|ganj|bagh|chowk|bazar|bazaar|market|estate|industrial estate|industrial area|midc|gidc|sidco|riico|sipcot|col.|colonia|fracc.|fraccionamiento|barrio|bo.|urb.|urb|urbanización|jardim|vila|parque|bairro|distrito industrial|brgy|brgy.|barangay|sitio|subdivision|subd.|purok|kel.|kelurahan|desa|ds.|kampung|kg.|kg|taman|tmn|phường|p.|xã|thôn|ấp|khu phố|khu công nghiệp|kcn|แขวง|ตำบล|ต.|หมู่|หมู่ที่|ม.|мкр.|мкр|микрорайон|мкрн|м-н|жк|ж.к.|кв.|квартал|cartier|cartierul|osiedle|os.|sídliště|lokalita|naselje|block|society|village|vill|vill.|gaon|dongri|polígono industrial|pol. ind.|zona industrial|zi|z.i.|z.a.|za|pol. industrial|gewerbegebiet|industriegebiet|lot.|lotissement|hameau|lieu-dit|cité|quartier|marg|حي|ضاحية|unit',
  district_word:
    'dist|dist.|dist:|distt|distt.|district|taluka|tal|tal.|taluk|tq|tq.|tehsil|teh|teh.|mandal|hobli|block|sub division|upazila|thana|jud.|jud|judet|județ|judetul|powiat|pow.|okres|okr.|megye|vm.|county|co.|co|kab.|kab|kabupaten|kecamatan|kec.|kec|kota|huyện|h.|quận|q.|tx.|tp.|thành phố|thị xã|tỉnh|อำเภอ|อ.|เขต|จังหวัด|จ.|р-н|район|обл.|область|край|респ.|республика|province|prov.|provincia|pcia.|pdo.|partido|depto.|departamento|dpto.|estado|edo.|mpio.|municipio|gmina|gm.|woj.|województwo|kraj|obec|općina|opština|община|общ.|община|landkreis|kreis|bezirk|län|fylke|kommune|kommun|maakond|vald|nov.|pag.|novads|pagasts|r. sav.|sav.|ilçesi|ili|محافظة|منطقة|مركز|ps|p.s.|po|p.o.|post|at post|at/po|a/p|at & post|vpo|v.p.o.',
  other_word:
    'tel|tel.|tel:|telephone|phone|ph|ph.|ph no|mob|mob.|mobile|cell|fax|fax:|email|e-mail|contact|landmark|landmark:|attn|attn:|attention|whatsapp|tél|tél.|telefon|teléfono|telefone|тел.|тел|телефон|電話|电话|전화|โทร|โทร.|هاتف|ت:|note|deliver|delivery|call|ring|leave|please',
  po_box_word:
    'po box|p.o. box|p o box|p.o.box|pobox|post box|postbox|po bag|private bag|pmb|bp|b.p.|boîte postale|cs|tsa|postfach|postbus|postboks|box|apartado|apdo|apdo.|apartado postal|apartado aéreo|casilla|casilla de correo|caixa postal|c.p.|casella postale|skrytka pocztowa|skr. poczt.|а/я|абонентский ящик|a/я|pk|p.k.|posta kutusu|pf.|pf|postafiók|t.θ.|τ.θ.|gpo box|locked bag|drawer|campus box|rr|hc|rural route|star route|psc|cmr|p.b. no|post bag|post bag no|ตู้ ปณ.|私書箱|邮政信箱|信箱|사서함|ص.ب|ص.ب.|صندوق بريد|ת.ד.|ת"ד|stn|station main|lpo',
  unit_word:
    'apt|apt.|apartment|suite|ste|ste.|unit|flat|flat no|flat no.|shop|shop no|shop no.|office|office no|office no.|room|room no|rm|rm.|gala no|gala|godown|warehouse|module|space|nave|local|lot|trlr|pmb|mail stop|ms|m/s|mailcode|dpto|depto|departamento|oficina|of.|ofic.|interior|int.|int|piso|puerta|pta.|apto|apto.|ap.|ap|sala|conjunto|cj.|loja|lj.|casa|kv.|кв.|кв|квартира|офис|оф.|пом.|комн.|whg|wohnung|top|tür|appartement|appt|bte|boîte|bus|bureau|local|lägenhet|lgh|leilighet|m.|lokal|lok.|m|byt|kancelária|daire|d.|d:|kat|ofis|dükkan|lt|blok|no|căn hộ|phòng|kiosk|ห้อง|ห้องเลขที่|室|号室|号室|호|شقة|مكتب|محل|דירה|διαμ.|γραφείο|lojas|stall|bay|berth|cubicle|counter|booth|showroom|basement shop',
  level_word:
    'floor|fl|fl.|flr|level|lvl|lv|ground floor|gf|g/f|1/f|2/f|upper ground|lower ground|mezzanine|basement|first floor|second floor|third floor|1st floor|2nd floor|3rd floor|4th floor|5th floor|1st flr|gr. floor|terrace floor|top floor|og|eg|etage|étage|étg|rdc|rez-de-chaussée|piso|planta|pl.|pb|bajo|entresuelo|andar|térreo|piano|p.t.|piętro|p.|этаж|эт.|поверх|kat|kat:|zemin kat|lantai|lt.|lt|tầng|lầu|ชั้น|楼|层|樓|階|F|층|الدور|الطابق|طابق|קומה|όροφος|ορ.|emelet|em.|fsz.|et.|etaj|poschodie|patro|sprat|kerros|vån|tr|th|st|verdieping|1. og|2. og|3. og|1. stock|stock|kjeller',
  staircase_word:
    'scala|sc.|scara|esc.|escalera|stiege|stg.|treppenhaus|aufgang|escalier|esc|schodiště|klatka|kl.|lépcsőház|lph.|опашка|stair|staircase|uppgång|trappa|opgang|rappu|porras',
  entrance_word:
    "entrance|gate|gate no|gate no.|подъезд|под.|п-д|під'їзд|вх.|вход|entrada|portão|portal|porte|eingang|ingresso|intrare|int.|ulaz|vchod|wejście|giriş|כניסה|بوابة|مدخل|单元|門|lobby|door",
};

/** Adds the word lists: kinds of streets, units, floors, and the like, and given names. */
export function addWords(gazetteer: Gazetteer, data: string): void {
  const folder = join(data, 'gazetteers');
  for (const [path, text] of readTar(join(folder, 'libpostal_dictionaries.tar.gz'))) {
    const file = /([a-z_]+)\.txt$/.exec(path)?.[1] ?? '';
    const kind = classOfFile[file];
    if (kind === undefined) continue;
    const rank = kind === 'given_name' ? 150_000 : rankOfWord;
    for (const line of text.split('\n')) {
      for (const phrase of line.split('|')) {
        if (kind === 'near_word' && phrase.length < 4) continue;
        if (kind === 'given_name' && phrase.length < 3) continue;
        gazetteer.add(kind, '-', rank, phrase);
      }
    }
  }
  for (const [kind, text] of Object.entries(ownWords) as [GazetteerClass, string][]) {
    for (const phrase of text.split('|')) gazetteer.add(kind, '-', rankOfWord + 1, phrase);
  }
  for (const line of readLines(join(folder, 'faker_locales.tsv.gz'))) {
    const [, kind, value] = line.split('\t') as [string, string, string];
    if (/^street_(prefix|suffix)$/.test(kind)) gazetteer.add('street_word', '-', rankOfWord, value);
  }
}
