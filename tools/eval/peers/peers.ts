import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OpenEngine } from '../product.js';
import { add, type CoarseLabel, coarse, type Parts } from './compare.js';
import { type Fields, fromAddresser, fromAddressit, fromParseAddress, fromUniverse } from './field-peers.js';

/** A parser under comparison. */
export interface Peer {
  name: string;
  version: string;
  /** What the parser itself says of every text; null where it threw or found nothing. This is what is timed. */
  parseAll(texts: string[]): Promise<unknown[]> | unknown[];
  /** Its answer in coarse labels; not timed. */
  toParts(answer: NonNullable<unknown>, text: string): Parts;
}

interface Recipe {
  name: string;
  /** Files of the package to load; its `main` when none is named. */
  files?: string[];
  parser(modules: Loaded[]): (text: string) => unknown;
  toParts(answer: Fields, text: string): Parts;
}

// biome-ignore lint/suspicious/noExplicitAny: packages without types, loaded from a folder of the caller
type Loaded = any;

const recipes: readonly Recipe[] = [
  {
    name: '@universe/address-parser',
    parser: ([universe]) => universe.parse,
    toParts: fromUniverse,
  },
  {
    name: 'parse-address',
    parser: ([parser]) => parser.default.parseLocation,
    toParts: fromParseAddress,
  },
  {
    name: '@sroussey/parse-address',
    parser: ([module]) => {
      const parser = new module.default.AddressParser();
      return (text) => parser.parseLocation(text);
    },
    toParts: fromParseAddress,
  },
  { name: 'addressit', parser: ([addressit]) => addressit.default, toParts: fromAddressit },
  { name: 'addresser', parser: ([addresser]) => addresser.default.parseAddress, toParts: fromAddresser },
  {
    // Its main file starts a server.
    name: 'pelias-parser',
    files: ['parser/AddressParser.js', 'tokenization/Tokenizer.js'],
    parser: ([{ default: AddressParser }, { default: Tokenizer }]) => {
      const parser = new AddressParser();
      return (text) => {
        const tokenizer = new Tokenizer(text);
        parser.classify(tokenizer);
        parser.solve(tokenizer);
        return tokenizer.solution[0]?.pair;
      };
    },
    toParts: (pairs) => fromPelias(pairs as unknown as PeliasPair[]),
  },
];

/** The peers that are installed in a folder, and why the others are not. */
export async function loadPeers(folder: string): Promise<{ peers: Peer[]; missing: string[] }> {
  const peers: Peer[] = [];
  const missing: string[] = [];
  for (const recipe of recipes) {
    const home = join(folder, 'node_modules', recipe.name);
    if (!existsSync(join(home, 'package.json'))) {
      missing.push(`${recipe.name}: not installed`);
      continue;
    }
    const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    const files = recipe.files ?? [manifest.main ?? 'index.js'];
    try {
      const modules = await Promise.all(files.map((file) => import(pathToFileURL(join(home, file)).href)));
      peers.push(toPeer(recipe, manifest.version, recipe.parser(modules)));
    } catch (error) {
      missing.push(`${recipe.name}: ${String(error).split('\n')[0]}`);
    }
  }
  return { peers, missing };
}

function toPeer(recipe: Recipe, version: string, parse: (text: string) => unknown): Peer {
  const attempt = (text: string): unknown => {
    try {
      return parse(text) ?? null;
    } catch {
      return null;
    }
  };
  return {
    name: recipe.name,
    version,
    parseAll: (texts) => texts.map(attempt),
    toParts: (answer, text) => recipe.toParts(answer as Fields, text),
  };
}

interface PeliasPair {
  span: { body: string };
  classification: { label: string };
}

const peliasLabels: Readonly<Record<string, CoarseLabel>> = {
  venue: 'house',
  place: 'house',
  person: 'house',
  housenumber: 'house_number',
  street: 'road',
  unit: 'unit',
  unit_type: 'unit',
  locality: 'city',
  region: 'state',
  dependency: 'state',
  postcode: 'postcode',
  country: 'country',
};

function fromPelias(pairs: readonly PeliasPair[]): Parts {
  const parts: Parts = {};
  const street = pairs.find(({ classification }) => classification.label === 'street')?.span.body ?? '';
  const isBox = /^(?:p\W*o\W*)?box$/i.test(street);
  for (const { span, classification } of pairs) {
    const label = peliasLabels[classification.label];
    add(parts, isBox && (label === 'road' || label === 'house_number') ? 'po_box' : label, span.body);
  }
  return parts;
}

interface Parsed {
  text: string;
  components: { label: string; start: number; end: number }[];
}

export function posthaste(engine: OpenEngine, version: string): Peer {
  return {
    name: 'posthaste',
    version,
    parseAll: (texts) => engine.parseMany(texts),
    toParts: (answer, text) => {
      const parts: Parts = {};
      for (const { label, start, end } of (answer as Parsed).components) {
        add(parts, coarse(label), text.slice(start, end));
      }
      return parts;
    },
  };
}
