// `npm test`: install and build what is missing, native tests by CTest (sanitizers on), then vitest.
// Ends with the line "N passed, N failed" over both runners.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, fail, has, ROOT, run } from './steps.mjs';

ensureInstalled();
run(process.execPath, ['scripts/build.mjs']);
run(process.execPath, ['scripts/build-emulator.mjs']);

const logs = join(ROOT, '.work', 'test');
mkdirSync(logs, { recursive: true });
let passed = 0;
let failed = 0;

/** Configures, builds and runs the native tests with a sanitizer; adds their counts. */
function native(sanitizer) {
  const folder = `build-test/${sanitizer}`;
  run('cmake', ['-S', '.', '-B', folder, '-DPOSTHASTE_TESTS=ON', `-DPOSTHASTE_SANITIZE=${sanitizer}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  run('cmake', ['--build', folder, '-j', '2'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const report = join(logs, `ctest-${sanitizer}.xml`);
  const { status } = run(
    'ctest',
    ['--test-dir', folder, '--output-on-failure', '--no-tests=error', '--output-junit', report],
    { tolerant: true },
  );
  const of = (name) =>
    Number(
      new RegExp(`${name}="(\\d+)"`).exec(readFileSync(report, 'utf8'))?.[1] ??
        fail(`CTest left no ${name} in ${report}`),
    );
  // CTest counts a test that could not be started as skipped, and fails.
  failed += of('failures') || (status === 0 ? 0 : 1);
  passed += of('tests') - of('failures') - of('skipped') - of('disabled');
}

if (!has('cmake')) fail('npm test needs cmake for the native tests; install it and run again');
native('address');
native('thread');

const report = join(logs, 'vitest.json');
const vitest = spawnSync(
  'npx',
  ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  {
    cwd: ROOT,
    stdio: 'inherit',
  },
);
const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
passed += numPassedTests;
failed += numFailedTests;
// A file that cannot be loaded has no failed test, yet vitest fails.
if (vitest.status !== 0 && numFailedTests === 0) failed += 1;

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
