import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Tests start processes and threads of their own; two files at a time suit two cores.
    maxWorkers: 2,
    pool: 'forks',
  },
});
