import { americas } from './americas.js';
import { cyrillicGreek } from './cyrillic-greek.js';
import { eastAsia } from './east-asia.js';
import { english } from './english.js';
import { europeEast } from './europe-east.js';
import { europeNorth } from './europe-north.js';
import { europeWest } from './europe-west.js';
import { middleEast } from './middle-east.js';
import { southAsia } from './south-asia.js';
import { southEastAsia } from './south-east-asia.js';
import type { Writer } from './writer.js';

export const writers: readonly Writer[] = [
  ...southAsia,
  ...english,
  ...europeWest,
  ...europeNorth,
  ...europeEast,
  ...cyrillicGreek,
  ...americas,
  ...eastAsia,
  ...southEastAsia,
  ...middleEast,
];
