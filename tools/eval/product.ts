import type { Line } from '../data/lines.js';

/** What the tools use of the built product; it is built apart from them, so it is loaded when they run. */
export interface Product {
  Engine: { open(options?: { model?: string; threads?: number; backend?: string }): Promise<OpenEngine> };
  evaluate(engine: OpenEngine, lines: object[], options?: { worst?: number }): Promise<Evaluation>;
}

export interface OpenEngine {
  readonly info: { version: string; model: { sha256: string } };
  parseMany(texts: string[]): Promise<{ components: Component[] }[]>;
  close(): Promise<void>;
}

export interface Component {
  label: string;
  start: number;
  end: number;
}

export interface Share {
  right: number;
  all: number;
  share: number;
  low: number;
  high: number;
}

interface Bin {
  said: number;
  right: Share;
}

export interface Reliability {
  bins: Bin[];
  expectedError: number;
}

export interface Evaluation {
  model: { sha256: string };
  lines: number;
  full: Share;
  token: Share;
  labels: { label: string; gold: number; precision: number; recall: number; f1: number }[];
  countries: { name: string; lines: number; full: Share; token: Share }[];
  countryInferred: Share | null;
  confusions: { gold: string; found: string; words: number }[];
  calibration: { address: Reliability; component: Reliability; topHalf: Share };
  worst: { text: string; confidence: number; gold: LabelledPart[]; found: LabelledPart[] }[];
}

interface LabelledPart {
  label: string;
  text: string;
}

/** What the product counts with but does not export. */
export interface Counting {
  /** A share with its 95 % Wilson interval. */
  share(right: number, all: number): Share;
}

export const loadProduct = () => load<Product>('index.js');
export const loadCounting = () => load<Counting>('eval/index.js');

async function load<T>(file: string): Promise<T> {
  return (await import(new URL(`../../dist/${file}`, import.meta.url).href)) as T;
}

/** The form in which the product takes a line. */
export function asLabelled({ text, spans, country, set }: Line): object {
  return { text, spans, country: country === '-' ? null : country, source: set };
}
