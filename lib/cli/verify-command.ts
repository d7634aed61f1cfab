import { BatchFileProcessor } from '../batch/processor.js';
import { escapeText } from './escape.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { shownPath } from './paths.js';
import { counted } from './quantities.js';
import { type Invocation, openSession, outputDirOf } from './session.js';

/** `posthaste verify [id]`: hashes the committed outputs again; exit 65 when one is not what was committed. */
export async function runVerify(invocation: Invocation): Promise<ExitCode> {
  const session = await openSession(invocation);
  const { terminal, json } = session;
  const outputDir = outputDirOf(session);
  const verifications = await new BatchFileProcessor(session.explicit, outputDir).verify(session.args[0]);
  for (const found of verifications) {
    if (json) {
      terminal.line(JSON.stringify(found));
      continue;
    }
    const verdict = found.ok ? 'ok' : counted(found.problems.length, 'problem');
    terminal.line(`${escapeText(found.batchId)}: ${verdict}, ${counted(found.checked, 'output')} checked`);
    for (const problem of found.problems) {
      terminal.line(`  ${shownPath(problem.path)}`);
      terminal.line(`    ${escapeText(problem.message)}`);
    }
  }
  if (verifications.length === 0 && !json) terminal.line(`no batches in ${shownPath(outputDir)}`);
  return verifications.every((found) => found.ok) ? EXIT.ok : EXIT.data;
}
