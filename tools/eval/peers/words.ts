import { fold } from '../../data/text.js';

/** Words that count as the same, a group a line: street types, directions and units as the USPS shortens them. */
const groups = `
aly allee alley ally al|anx anex annex annx|arc arcade|ave av aven avenu avenue avn avnue|byu bayoo bayou|bch beach
bnd bend|blf bluf bluff|blfs bluffs|btm bot bottm bottom bttm|blvd boul boulevard boulv bl|br branch brnch
brg brdge bridge|brk brook|brks brooks|bg burg|bgs burgs|byp bypa bypas bypass byps|cp camp cmp|cyn canyn canyon cnyn
cpe cape|cswy causeway causwa causway cway|ctr cen cent center centr centre cnter cntr|ctrs centers
cir circ circl circle crcl crcle circulo|cirs circles|clf cliff|clfs cliffs|clb club|cmn common|cmns commons
cor corner cnr|cors corners|crse course|ct court crt|cts courts|cv cove|cvs coves|crk creek ck cr
cres crecent crescent cresent crscnt crsent crsnt|crst crest|xing crossing crssing crssng|xrd crossroad|xrds crossroads
curv curve|dl dale|dm dam|dv div divide dvd|dr driv drive drv|drs drives|est estate|ests estates
expy exp expr express expressway expw|ext extension extn extnsn|exts extensions|fls falls|fry ferry frry|fld field
flds fields|flt flat|flts flats|frd ford|frds fords|frst forest forests|frg forg forge|frgs forges|frk fork|frks forks
ft fort frt|fwy freeway freewy frway frwy|gdn garden gardn grden grdn|gdns gardens grdns|gtwy gateway gatewy gatway gtway
gln glen|glns glens|grn green|grns greens|grv grov grove|grvs groves|hbr harb harbor harbr hrbor|hbrs harbors
hvn haven havn|hts height heights hgts ht|hwy highway highwy hiway hiwy hway hw|hl hill|hls hills
holw hllw hollow hollows holws|inlt inlet|is island islnd|iss islands islnds|isle isles|jct jction jctn junction junctn juncton
jcts jctns junctions|ky key|kys keys|knl knol knoll|knls knolls|lk lake|lks lakes|lndg landing lndng|ln la lane lanes
lgt light|lgts lights|lf loaf|lck lock|lcks locks|ldg ldge lodg lodge|loop loops|mnr manor|mnrs manors
mdw mdws meadow meadows medows|ml mill|mls mills|msn mission missn mssn|mtwy motorway|mt mnt mount
mtn mntain mntn mountain mountin mtin|mtns mntns mountains|nck neck|orch orchard orchrd|oval ovl|opas overpass|park parks pk prk
pkwy parkway parkways parkwy pkway pkwys pky|psge passage|path paths|pike pikes|pne pine|pnes pines|pl place|pln plain
plns plaines plains|plz plaza plza pz|pt point|pts points|prt port|prts ports|pr prairie prarie prr|radl rad radial radiel
rnch ranch ranches rnchs|rpd rapid|rpds rapids|rst rest|rdg rdge ridge|rdgs ridges|riv river rivr rvr|rd road|rds roads
rte route rt rr ruta|row rw|shl shoal|shls shoals|shr shoar shore|shrs shoars shores|skwy skyway|spg spng spring sprng
spgs spngs springs sprngs|spur spurs|sq sqr sqre squ square|sqs sqrs squares|sta station statn stn
stra strav strave straven stravenue stravn strvn strvnue|strm stream streme|st street str strt streetd saint|sts streets
smt sumit sumitt summit|ter terr terrace te tr trl trail trails trls|trwy throughway|trce trace traces|trak track tracks trk trks
trfy trafficway|tunl tunel tunls tunnel tunnels tunnl|tpke tpk trnpk trpk turnpike turnpk|upas underpass|un union|uns unions
vly valley vally vlly|vlys valleys|vdct via viadct viaduct|vw view|vws views|vlg vill villag village villg villiage|vlgs villages
vl ville|vis vist vista vst vsta|walk walks wk|way wy|wl well|wls wells|hc hcr|twp township|cll calle|cam camino|pso paseo
n north no nth norte|s south so sth|e east|w west|ne northeast|nw northwest|se southeast|sw southwest
apt apartment app appt apartamento|bsmt basement|bldg building bld bdg|dept department|fl floor flr floo|frnt front
hngr hangar hanger|lbby lobby|lowr lower lwr|ofc office|ph penthouse|rm room|spc space sp|ste suite|trlr trailer|uppr upper
lft loft|lv level lvl|dorm dormitory
1st first|2nd second|3rd third|4th fourth|5th fifth|6th sixth|7th seventh|8th eighth|9th ninth|10th tenth|11th eleventh
12th twelfth|13th thirteenth|14th fourteenth|15th fifteenth|16th sixteenth|17th seventeenth|18th eighteenth|20th twentieth
1 one|2 two|3 three|4 four|5 five|6 six|7 seven|8 eight|9 nine|10 ten`;

/** What two words say that the other side says in one; replaced in this order, before single words. */
const phrases: readonly [RegExp, string][] = [
  [/\b(?:n|north) ?(w|west|e|east)\b/g, 'n$1'],
  [/\b(?:s|south) ?(w|west|e|east)\b/g, 's$1'],
  [/\b([ns])(w|e)(?:est|ast)\b/g, '$1$2'],
  [/\b(?:co|county) (?:road|rd|route|rte)\b/g, 'cr'],
  [/\b(?:state) (?:road|rd|route|rte|rt)\b/g, 'sr'],
  [/\b(?:state|st) (?:highway|hwy|hiway)\b/g, 'sh'],
  [/\bfarm to market(?: road| rd)?\b/g, 'fm'],
  [/\btownship (?:road|rd)\b/g, 'tsr'],
  [/\bu ?s (?:highway|hwy|hiway)\b/g, 'hwy'],
  [/\brural (?:route|rte|rt)\b/g, 'rte'],
  [/\bstar (?:route|rte|rt)\b/g, 'hc'],
  [/\bhighway (?:contract|carrier)(?: (?:route|rte|rt))?\b/g, 'hc'],
  [/\binterstate (?:highway|hwy)\b/g, 'ih'],
];

const same = new Map<string, string>();
for (const group of groups.trim().split(/[|\n]/)) {
  const [first = '', ...others] = group.split(' ');
  for (const word of [first, ...others]) same.set(word, first);
}

/** The words of a text in their one form, cut between letters and digits: "12B" and "12 B" are the same. */
export function plainWords(text: string): string[] {
  let spaced = ` ${fold(text)
    .replace(/['’`]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()} `;
  for (const [long, short] of phrases) spaced = spaced.replace(long, short);
  const words = spaced.split(' ').filter((word) => word !== '');
  return words.flatMap((word) => (same.get(word) ?? word).match(/\p{N}+|[^\p{N}]+/gu) ?? []);
}

const unitWords = new Set(
  'apt bsmt dept fl frnt hngr lbby lot lowr ofc ph rm spc slip stop ste trlr unit uppr lft lv n num number'.split(
    ' ',
  ),
);
const boxWords = new Set([
  'p',
  'o',
  'po',
  'pob',
  'post',
  'ofc',
  'box',
  'bx',
  'lockbox',
  'drawer',
  'number',
  'n',
]);
const connectors = new Set(['and', 'at', 'of', 'cor']);

/** What is left of words without those that some parsers keep and others drop; all of them if nothing would be. */
function without(words: string[], dropped: ReadonlySet<string>): string[] {
  const kept = words.filter((word) => !dropped.has(word));
  return kept.length === 0 ? words : kept;
}

/** The words of a component by which parsers are compared. */
export function comparable(label: string, text: string): string[] {
  if (text === '') return [];
  if (label === 'state') return [...new Set(text.split('\n').map(stateCode))];
  if (label === 'country') return [...new Set(text.split('\n').map(countryCode))];
  const words = plainWords(text);
  if (label === 'unit') return without(words, unitWords);
  if (label === 'po_box') return without(words, boxWords);
  return label === 'road' ? without(words, connectors) : words;
}

const states = `al alabama ala|ak alaska|as americansamoa|az arizona ariz|ar arkansas ark|ca california calif cal|co colorado colo
ct connecticut conn|de delaware del|dc districtofcolumbia|fl florida fla|ga georgia|gu guam|hi hawaii|id idaho ida|il illinois ill
in indiana ind|ia iowa|ks kansas kan kans|ky kentucky ken|la louisiana|me maine|md maryland|ma massachusetts mass|mi michigan mich
mn minnesota minn|ms mississippi miss|mo missouri|mt montana mont|ne nebraska neb nebr|nv nevada nev|nh newhampshire|nj newjersey
nm newmexico nmex|ny newyork|nc northcarolina ncar|nd northdakota ndak|oh ohio|ok oklahoma okla|or oregon ore oreg
pa pennsylvania penn penna|pr puertorico|ri rhodeisland|sc southcarolina scar|sd southdakota sdak|tn tennessee tenn|tx texas tex
ut utah|vt vermont|va virginia|vi virginislands|wa washington wash|wv westvirginia wva|wi wisconsin wis wisc|wy wyoming wyo`;

const stateCodes = new Map<string, string>();
for (const group of states.split(/[|\n]/)) {
  const [code = '', ...names] = group.split(' ');
  for (const name of [code, ...names]) stateCodes.set(name, code);
}

function squeeze(text: string): string {
  return fold(text).replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
}

function stateCode(text: string): string {
  const name = squeeze(text);
  return stateCodes.get(name) ?? name;
}

export function isState(text: string): boolean {
  return stateCodes.has(squeeze(text));
}

/** One code for the names of the United States; other countries by their letters. */
export function countryCode(text: string): string {
  const name = squeeze(text);
  return /^(?:us|usa|(?:the)?unitedstates(?:ofamerica)?)$/.test(name) ? 'us' : name;
}
