// `npm start`: install, build, and run the main job on the example files.
import { ensureInstalled, ROOT, run } from './steps.mjs';

ensureInstalled();
run(process.execPath, ['scripts/build.mjs']);
const job = run(
  process.execPath,
  ['bin/posthaste.js', 'batch', '--patterns', 'examples/*.csv', '--output-dir', 'examples/out'],
  { cwd: ROOT, tolerant: true },
);
process.exit(job.status ?? 1);
