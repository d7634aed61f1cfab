import { continental } from './continental.js';
import type { Writer } from './writer.js';

export const europeNorth: readonly Writer[] = [
  {
    countries: 'SE NO DK FI IS FO EE LV LT',
    orders: [
      ...continental,
      'R N, L U?5, P C',
      'R N U?4, P C',
      'R N, SC U, P C',
      'R N SC U, P C',
      'R N, SD?6, P C',
      'R N, C, P, SD?4',
      'R N-{U:12|117|3|45}, P?6 C',
      'R N - {U:12|5|45}, C, P?7',
      'H, R N, P C, {IS:Gotland|Öland|Saaremaa|Hiiumaa|Fyn|Bornholm|Lolland|Åland|Samsø|Streymoy}',
      'H, SB, P C, SD?5',
      'H, C, P?6, SD',
    ],
    words: {
      level:
        '2 tr|3 tr|1. sal|2.|st.|3. etg.|2. etasje|4. th|kld.|2 krs|1 tr|2. krs|3. sal|plan 2|vån 3|II k|3. korrus|2. stāvs|2 a.',
      unit: 'tv|th|mf|tv.|th.|lgh 1203|leil. 412|leil. 3|Lgh 1101|as. 32|dør 3|H0203|lok. 4|leilighet 12|kontor 4|rum 12|huone 3|dz. 12|krt 7|butas 5|patalpa 203|kab. 4',
      entrance: 'ingång C|inng. 4|inngang B|indgang 3|sisäänkäynti A|porten|ieeja 2|įėjimas 3|sissepääs B',
      staircase: 'A|B|C|C-rappu|A-porras|uppgång B|opgang 3|trappa 2|oppgang C',
      house:
        '$ AB|$ AS|$ A/S|$ ApS|$ Oy|Kommunen $|Apoteket $|$ Skole|$ skola|$ Kirke|Hotell $|Hotel $|Restaurang $|Kafé $|$ Gård|Hus B|Bygg C|Bygning 12|$ koulu|Kauppa $|Ravintola $|Vårdcentralen $|$ Sygehus|$ Bibliotek|UAB $|SIA $|OÜ $|Kaubamaja $|Veikals $|Viešbutis $|Pargas $|ICA $|Rema 1000|c/o $|Att: $|Att. $',
      house_number: '12|7 A|12B|123|1|45|12-14|7b|28 C|102a',
      po_box:
        'Postboks 123|Postboks 45 $|Box 123|Box 7|PL 12|PB 34|Postboks 7310|Pk. 12|a. d. 112|p.k. 3|a/k 12|Pósthólf 45',
      postcode:
        '123 45|SE-123 45|0181|DK-1234|2100|00100|FI-00100|LV-1010|LT-01100|NO-0181|10111|101|12345|S-123 45|N-5003',
      road: '$gatan|$vägen|$gata|$veien|$vegen|$vej|$gade|$katu|$tie|$ gata|$ vei|$ iela|$ g.|$ pr.|$ tee|$ tn|$ mnt|Storgatan|Kungsgatan|Storgata|Kirkeveien|Vestergade|Hovedgaden|Mannerheimintie|Rantatie|Brīvības iela|Vytauto g.|Gedimino pr.|Pärnu mnt|E18|Riksväg 12|Rv 4|hörnet $/$|Kirkegata|Strandvejen|Havnegata|$stien|$kroken|$plassen|$torget|$allé',
      country:
        'Sverige|Sweden|SE|Norge|Norway|NO|Danmark|Denmark|DK|Suomi|Finland|FI|Ísland|Iceland|IS|Eesti|Estonia|EE|Latvija|Latvia|LV|Lietuva|Lithuania|LT',
      near: 'vid $|mittemot $|mitt emot $|intill $|pretim $|blakus $|pie $|prie $|šalia $|priešais $|kõrval $|vastas $|torin laidalla|$ vieressä|bag $|overfor $|ved siden af $|over for $|bak $|bredvid $|ved $|vastapäätä $',
    },
  },
];
