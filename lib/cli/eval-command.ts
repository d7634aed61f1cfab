import { Engine } from '../engine/index.js';
import { evaluate } from '../eval/index.js';
import { writeFileAtomic } from '../io/index.js';
import { evaluationHtml } from '../report/evaluation-html.js';
import { evaluationLines } from './evaluation-lines.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { labelledInput } from './labelled-input.js';
import { type Invocation, openSession } from './session.js';

/** `posthaste eval <lines…>`. */
export async function runEval(invocation: Invocation): Promise<ExitCode> {
  const session = await openSession(invocation);
  const { terminal, config, command, explicit } = session;
  const lines = await labelledInput(session);
  const evaluation = await (async () => {
    await using engine = await Engine.open(explicit);
    return await evaluate(engine, lines, { country: config.country, worst: command.worst });
  })();
  if (command.html !== null) await writeFileAtomic(command.html, evaluationHtml(evaluation));
  if (session.json) terminal.line(JSON.stringify(evaluation));
  else for (const line of evaluationLines(evaluation)) terminal.line(line);
  return EXIT.ok;
}
