import { type Diagnosis, diagnose } from './diagnosis.js';
import { escapeText } from './escape.js';
import { EXIT, type ExitCode, exitCodeForError } from './exit-codes.js';
import { hintFor } from './hints.js';
import { bytes, counted } from './quantities.js';
import { type Invocation, openSession } from './session.js';
import { tableLines } from './table.js';
import { packageVersion } from './version.js';

/** `posthaste doctor`. The exit code is that of the first problem. */
export async function runDoctor(invocation: Invocation): Promise<ExitCode> {
  const session = await openSession(invocation);
  const { terminal } = session;
  const found = await diagnose(packageVersion(), session.explicit);
  if (session.json) {
    const problems = found.problems.map(({ code, message }) => ({ code, message }));
    terminal.line(JSON.stringify({ ...found, problems }));
  } else {
    for (const line of diagnosisLines(found)) terminal.line(line);
  }
  const [first] = found.problems;
  return first === undefined ? EXIT.ok : exitCodeForError(first);
}

function diagnosisLines(found: Diagnosis): string[] {
  const { versions, machine, limits, addon, model, selfTest } = found;
  const rows: string[][] = [
    ['posthaste', versions.posthaste],
    ['node', versions.node],
    [
      'addon',
      addon === null ? 'does not load' : `${addon.version}, backend ABI ${addon.backendAbi}, ${addon.path}`,
    ],
    ['platform', machine.platform],
    ['cores', `${machine.cores}, ${machine.cpu}`],
    ['memory', `${bytes(machine.memoryBytes)}, ${bytes(machine.freeMemoryBytes)} free`],
    ['open files', limits.openFiles === null ? 'no limit' : String(limits.openFiles)],
  ];
  if (limits.fileSizeBlocks !== null) rows.push(['file size', `at most ${limits.fileSizeBlocks} blocks`]);
  if (limits.addressSpaceKiB !== null)
    rows.push(['address space', `at most ${bytes(limits.addressSpaceKiB * 1024)}`]);
  if (model !== null)
    rows.push(['model', `${model.path}, ${bytes(model.bytes)}`], ['', `sha256 ${model.sha256}`]);
  for (const backend of found.backends) {
    rows.push([backend.backend, `${backend.usable ? 'usable' : 'not used'}: ${backend.detail}`]);
    for (const device of backend.devices) if (device !== backend.backend) rows.push(['', device]);
  }
  if (found.lanes.length > 0) rows.push(['lanes', counted(found.lanes.length, 'lane')]);
  if (selfTest !== null) rows.push(['self-test', selfTestText(found)]);
  const table = rows.map((row) => row.map(escapeText));
  return [
    found.ok ? 'posthaste is well' : counted(found.problems.length, 'problem'),
    '',
    ...tableLines([{ title: '' }, { title: '' }], table, '  '),
    ...found.problems.flatMap((problem) => {
      const hint = hintFor(problem.code);
      const lines = [`${problem.code}: ${problem.message}`, ...(hint === undefined ? [] : [`hint: ${hint}`])];
      return ['', ...lines.flatMap((text) => text.split('\n')).map((text) => `  ${escapeText(text)}`)];
    }),
  ];
}

function selfTestText(found: Diagnosis): string {
  const { selfTest } = found;
  if (selfTest === null) return 'failed';
  const parts = selfTest.parsed.components.map((part) => `${part.label} ${part.text}`).join(', ');
  const verdict = found.problems.length === 0 ? 'ok' : 'see below';
  return `${verdict} in ${selfTest.milliseconds.toFixed(1)} ms: ${parts}`;
}
