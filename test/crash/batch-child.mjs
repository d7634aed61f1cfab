// One run of a batch job in a process of its own, told by JSON; says what happens line by line.
import { BatchFileProcessor } from '../../dist/index.js';

const { config, outputDir, request } = JSON.parse(process.argv[2]);
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const processor = new BatchFileProcessor(config, outputDir);
  const { status, totals } = await processor.processFilesBatch({ ...request, onEvent: say });
  say({ type: 'ended', status, totals });
} catch (error) {
  say({ type: 'threw', code: error.code, message: error.message });
}
