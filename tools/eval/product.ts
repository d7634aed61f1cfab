import type { Line } from '../data/lines.js';

/** What the tools use of the built product; it is built apart from them, so it is loaded when they run. */
export interface Product {
  Engine: { open(options?: { model?: string }): Promise<OpenEngine> };
  evaluate(engine: OpenEngine, lines: object[], options?: { worst?: number }): Promise<Evaluation>;
}

export interface OpenEngine {
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

export async function loadProduct(): Promise<Product> {
  return (await import(new URL('../../dist/index.js', import.meta.url).href)) as Product;
}

/** The form in which the product takes a line. */
export function asLabelled({ text, spans, country, set }: Line): object {
  return { text, spans, country: country === '-' ? null : country, source: set };
}
