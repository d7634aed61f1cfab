// `npm run lint`: the formatter, the type checker, and one pattern for each rule of the layout.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from './lint-rules.mjs';
import { ensureInstalled, ROOT } from './steps.mjs';

ensureInstalled();
let failures = 0;

function check(name, command, args) {
  const done = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' });
  const passed = done.status === 0;
  if (!passed) failures += 1;
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}`);
  if (!passed) console.log(`${done.stdout}${done.stderr}`);
}

const listed = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
});
if (listed.status !== 0) {
  console.error('posthaste: lint needs a git checkout to know which files are the project’s');
  process.exit(1);
}
const texts = new Map();
for (const file of listed.stdout.split('\n').filter(Boolean)) {
  try {
    texts.set(file, readFileSync(join(ROOT, file), 'utf8'));
  } catch {
    // Deleted in the working tree but still in the index.
  }
}

for (const rule of RULES) {
  const found = [];
  for (const [file, text] of texts) {
    if (!rule.files.test(file) || rule.except?.test(file)) continue;
    if (rule.most !== undefined) {
      const lines = text.split('\n').length - 1;
      if (lines > rule.most) found.push(`${file}: ${lines} lines, at most ${rule.most}`);
      continue;
    }
    text.split('\n').forEach((line, i) => {
      if (rule.forbid.test(line) && !rule.allow?.test(line)) found.push(`${file}:${i + 1}: ${line.trim()}`);
    });
  }
  if (found.length > 0) failures += 1;
  console.log(`${found.length === 0 ? 'ok  ' : 'FAIL'} ${rule.name}`);
  for (const place of found.slice(0, 20)) console.log(`       ${place}`);
}

check('biome: format and lint', 'npx', ['biome', 'ci', '--error-on-warnings', '.']);
check('tsc: lib', 'npx', ['tsc', '--noEmit', '-p', '.']);
check('tsc: test', 'npx', ['tsc', '--noEmit', '-p', 'test']);
check('tsc: tools', 'npx', ['tsc', '--noEmit', '-p', 'tools']);

console.log(failures === 0 ? 'lint: clean' : `lint: ${failures} rules broken`);
process.exit(failures === 0 ? 0 : 1);
