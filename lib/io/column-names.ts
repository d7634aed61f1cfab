/** Well-known names of columns with addresses and their parts, in the languages of the training data and some more. */

/** What the name of a column promises. */
export type ColumnRole =
  | 'full'
  | 'address'
  | 'line'
  | 'street'
  | 'house'
  | 'unit'
  | 'locality'
  | 'city'
  | 'state'
  | 'postcode'
  | 'country'
  | 'code';

/** `full` holds whole addresses for sure; `address` does unless city and postcode or state have columns of their own. */
const NAMES: Record<ColumnRole, string> = {
  full: `full address|full addr|complete address|formatted address|address full|address formatted|address text
    |address string|raw address|address raw|raw addr|single line address|one line address|address one line|postal address
    |mailing address|address label|adresse complète|vollständige Adresse|vollstaendige Adresse|dirección completa
    |indirizzo completo|endereço completo|volledig adres|pełny adres|полный адрес|详细地址|詳細地址|完整地址|전체주소|पूरा पता`,
  address: `address|addresses|addr|adr|street address|address street|adresse|anschrift|adresse postale|dirección|direccion
    |domicilio|indirizzo|endereço|morada|adres|adress|adresa|cím|osoite|aadress|adrese|adresas|naslov|heimilisfang|adreça
    |helbidea|enderezo|cyfeiriad|seoladh|διεύθυνση|адрес|адреса|мекенжай|адрас|хаяг|հասցե|მისამართი
    |住所|所在地|地址|주소|소재지|पता|ঠিকানা|முகவரி|చిరునామా|ವಿಳಾಸ|വിലാസം|સરનામું|ਪਤਾ|ଠିକଣା|پتہ|پتا|نشانی|آدرس|عنوان|العنوان
    |כתובת|ที่อยู่|địa chỉ|alamat|tirahan|anwani|adiresi|dirección postal|indirizzo postale|facility address|site address
    |location address|property address|business address|premises address|hospital address|address original first line`,
  line: 'address line|street line',
  street: `street|street name|road|road name|thoroughfare|straße|strasse|straßenname|rue|voie|nom voie|nom de la voie
    |libellé voie|type voie|calle|nombre de la calle|via|nome via|rua|logradouro|straat|straatnaam|ulica|ulice|utca|gata
    |gatuadress|gate|gateadresse|vej|vejnavn|katu|katuosoite|улица|вулиця|οδός|sokak|cadde|cadde sokak|jalan|đường|街道|路名
    |도로명|町名|רחוב|الشارع|شارع|सड़क`,
  house: `house number|house no|house num|house|housenumber|street number|street no|street num|number|premise number
    |door number|door no|hausnummer|haus nr|hausnr|hnr|numéro|numero|numéro de voie|numero voie|num voie|número|núm|nro
    |número exterior|civico|numero civico|huisnummer|huisnummer toevoeging|huisletter|číslo|číslo popisné|číslo domovní
    |házszám|numer|numer domu|nr domu|husnummer|gatunummer|talonumero|дом|номер дома|будинок|kapı no|bina no|番地|门牌号|番号`,
  unit: `unit|unit number|apartment|apt|apt number|suite|suite number|flat|flat number|floor|building|building name
    |building number|sub building|premise|premises|block|po box|postbox|complemento|complément|interno|piso|puerta|dpto
    |wohnung|квартира|кв|корпус|daire`,
  locality: `locality|sublocality|sub locality|neighborhood|neighbourhood|suburb|subdistrict|sub district|dependent locality
    |bairro|colonia|barrio|urbanización|village|landmark|area|mandal|taluk|taluka|tehsil|quartier|lieu dit|ortsteil|stadtteil
    |район|mahalle|kecamatan|kelurahan|desa|quận|phường|गांव|町域`,
  city: `city|city name|town|town name|post town|city town|city village|town city|municipality|municipality name|commune
    |nom commune|ville|ciudad|población|localidad|municipio|città|comune|cidade|concelho|ort|stadt|wohnort|gemeinde|plaats
    |plaatsnaam|woonplaats|gemeente|stad|město|mesto|obec|miasto|miejscowość|gmina|város|település|postort|poststed
    |kommune|kaupunki|postitoimipaikka|город|населенный пункт|місто|населений пункт|πόλη|şehir|kota|thành phố|市|市区町村
    |城市|도시|시군구|शहर|עיר|מدينة|المدينة|شهر|localité`,
  state: `state|state name|state province|province|province state|province name|region|region name|county|county name|district
    |bundesland|département|departement|provincia|estado|uf|comunidad autónoma|regione|provincie|kraj|okres|województwo|powiat
    |megye|län|fylke|область|регион|область край|oblast|il ilce|ilçe|provinsi|kabupaten|tỉnh|都道府県|省|省份|시도|राज्य|जिला|prefecture
    |governorate|emirate`,
  postcode: `zip|zip code|zip5|zipcode|zip postal code|postcode|post code|postal code|postalcode|pin|pin code|pincode|plz
    |postleitzahl|code postal|cp|código postal|codigo postal|cap|cep|cod postal|c p|postnummer|postnr|post nr|psč|psc
    |kod pocztowy|irányítószám|irsz|postinumero|индекс|почтовый индекс|індекс|поштовий індекс|ταχυδρομικός κώδικας|τκ
    |posta kodu|kode pos|mã bưu chính|郵便番号|邮编|邮政编码|郵遞區號|우편번호|पिनकोड|पिन कोड|eircode|מיקוד|الرمز البريدي`,
  country: `country|country name|pays|país|pais|paese|nazione|страна|країна|ülke|negara|quốc gia|国|国家|国名|국가|देश|الدولة|χώρα
    |země|ország|maa`,
  code: 'country code|country iso|iso country|iso2|alpha2|countrycode|country iso2|state code|province code|region code',
};

const UNFOLDED: Record<string, string> = { ß: 'ss', đ: 'd', ø: 'o', ł: 'l', ı: 'i', æ: 'ae', œ: 'oe' };

/** Lower case without accents, blanks and punctuation; vowel signs of other scripts stay. */
export function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/gu, '')
    .toLowerCase()
    .replace(/[ßđøłıæœ]/gu, (letter) => UNFOLDED[letter] ?? letter)
    .replace(/[\s\p{P}\p{S}]+/gu, '');
}

const ROLES = new Map<string, ColumnRole>();
for (const [role, names] of Object.entries(NAMES) as [ColumnRole, string][]) {
  for (const name of names.split('|')) ROLES.set(foldName(name), role);
}

const NUMBERED_LINE =
  /^(?:address|addr|adr|addressline|addrline|addressstreet|street|streetaddress|streetline|mailingaddress|adresse|adresszeile|adresseligne|ligne|direccion|indirizzo|endereco|adres|adresregel|adresa|line)[1-5]$/u;

/** The role of a column by its name, or undefined. */
export function roleOf(name: string): ColumnRole | undefined {
  const folded = foldName(name);
  const known = ROLES.get(folded);
  if (known !== undefined) return known;
  if (NUMBERED_LINE.test(folded)) return 'line';
  // addr:street, address_city, addr_postcode.
  const part = /^(?:address|addr|adresse)(.+)$/u.exec(folded)?.[1];
  const role = part === undefined ? undefined : ROLES.get(part);
  return role === 'full' || role === 'address' ? undefined : role;
}
