import type { Share } from '../product.js';
import type { Gold } from './compare.js';
import type { Peer } from './peers.js';

export interface PeerResult {
  name: string;
  version: string;
  /** Lines on which it threw or returned nothing. */
  failed: number;
  sets: Record<string, Share>;
  perSecond: { median: number; least: number; most: number };
}

const passes = 3;
const passSeconds = 0.5;

/** Addresses a second of each parser: passes in turn, so that what else the machine does meets all of them alike. */
export async function timeAll(peers: readonly Peer[], golds: readonly Gold[]): Promise<number[][]> {
  const texts = golds.map(({ text }) => text);
  const work: string[][] = [];
  for (const peer of peers) {
    let load = texts;
    while ((await seconds(peer, load)) < passSeconds) load = [...load, ...load];
    work.push(load);
  }
  const rates: number[][] = peers.map(() => []);
  for (let pass = 0; pass < passes; pass++) {
    for (const [i, peer] of peers.entries()) {
      const load = work[i] as string[];
      rates[i]?.push(load.length / (await seconds(peer, load)));
    }
  }
  return rates;
}

async function seconds(peer: Peer, texts: string[]): Promise<number> {
  const start = process.hrtime.bigint();
  await peer.parseAll(texts);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

export function spreadOf(rates: readonly number[]): PeerResult['perSecond'] {
  const sorted = [...rates].sort((a, b) => a - b);
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    least: sorted[0] ?? 0,
    most: sorted[sorted.length - 1] ?? 0,
  };
}

const percent = (x: number): string => (100 * x).toFixed(1);
const thousands = (x: number): string => Math.round(x).toLocaleString('en-US');

export function accuracyMarkdown(results: readonly PeerResult[]): string {
  const sets = Object.entries(results[0]?.sets ?? {});
  const cell = ({ share, low, high }: Share) => `${percent(share)} [${percent(low)}, ${percent(high)}]`;
  return [
    `| all coarse labels right, % | ${sets.map(([name, { all }]) => `${name} (${all})`).join(' | ')} |`,
    `|---|${'---|'.repeat(sets.length)}`,
    ...results.map(({ name, sets }) => `| ${name} | ${Object.values(sets).map(cell).join(' | ')} |`),
  ].join('\n');
}

export function speedMarkdown(results: readonly PeerResult[]): string {
  return [
    '| parser | version | addresses/s, one thread | spread | no answer |',
    '|---|---|---|---|---|',
    ...results.map(({ name, version, perSecond: { median, least, most }, failed }) => {
      return `| ${name} | ${version} | ${thousands(median)} | ${thousands(least)}–${thousands(most)} | ${failed} |`;
    }),
  ].join('\n');
}
