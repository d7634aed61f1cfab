// Writes docs/cli.md from the tables of options and commands; needs `npm run build` first.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './steps.mjs';

const { cliMarkdown } = await import('../dist/cli/markdown.js');
mkdirSync(join(ROOT, 'docs'), { recursive: true });
writeFileSync(join(ROOT, 'docs', 'cli.md'), cliMarkdown());
