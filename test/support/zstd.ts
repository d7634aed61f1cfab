import { execFileSync, spawnSync } from 'node:child_process';

/** Whether the zstd program is there; most of its tests make their inputs with it. */
export const hasZstd = spawnSync('zstd', ['--version']).status === 0;
if (!hasZstd) console.log('zstd is not installed: tests that compress with it are skipped');

/** What the zstd program makes of `input`. */
export function zstd(input: Uint8Array | string, ...flags: string[]): Buffer {
  return execFileSync('zstd', ['-q', '-c', ...flags], { input, maxBuffer: 1 << 28 });
}
