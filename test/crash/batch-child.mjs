// One run of a batch job in a process of its own, told by JSON; says what happens line by line.
import { BatchFileProcessor } from '../../dist/index.js';

const { config, outputDir, request, dieAt } = JSON.parse(process.argv[2]);
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
let events = 0;

function onEvent(event) {
  // No clean-up, no flush: as if the power of the process went off at this event.
  if (++events === dieAt) process.kill(process.pid, 'SIGKILL');
  say(event);
}

try {
  const processor = new BatchFileProcessor(config, outputDir);
  const { status, totals } = await processor.processFilesBatch({ ...request, onEvent });
  say({ type: 'ended', status, totals });
} catch (error) {
  say({ type: 'threw', code: error.code, message: error.message });
}
