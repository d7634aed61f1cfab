import { type Diagnosis, diagnose, type SelfTest } from './diagnosis.js';
import { escapeText } from './escape.js';
import { EXIT, type ExitCode, exitCodeForError } from './exit-codes.js';
import { bytes, counted } from './quantities.js';
import { type Invocation, openSession } from './session.js';
import { factLines } from './table.js';
import { packageVersion } from './version.js';
import { wrap } from './width.js';

/** `posthaste doctor`. The exit code is that of the first problem. */
export async function runDoctor(invocation: Invocation): Promise<ExitCode> {
  const session = await openSession(invocation);
  const { terminal } = session;
  const found = await diagnose(packageVersion(), session.explicit);
  if (session.json) {
    const problems = found.problems.map(({ code, message }) => ({ code, message }));
    terminal.line(JSON.stringify({ ...found, problems }));
  } else {
    for (const line of diagnosisLines(found, terminal.stdoutWidth)) terminal.line(line);
  }
  const [first] = found.problems;
  return first === undefined ? EXIT.ok : exitCodeForError(first);
}

function diagnosisLines(found: Diagnosis, width: number): string[] {
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
  if (model !== null) rows.push(['model', `${model.path}, ${bytes(model.bytes)}`], ['sha256', model.sha256]);
  for (const backend of found.backends) {
    rows.push([backend.backend, `${backend.usable ? 'usable' : 'not used'}: ${backend.detail}`]);
    if (backend.backend !== 'cpu') rows.push(...backend.devices.map((device) => ['', device]));
  }
  if (found.lanes.length > 0) rows.push(['lanes', counted(found.lanes.length, 'lane')]);
  if (selfTest !== null) rows.push(['self-test', selfTestText(selfTest)]);
  const table = rows.map((row) => row.map(escapeText));
  return [
    found.ok ? 'posthaste is well' : counted(found.problems.length, 'problem'),
    '',
    ...factLines(table, width),
    ...found.problems.flatMap(({ code, message }) => {
      const lines = `${code}: ${message}`.split('\n');
      return ['', ...lines.flatMap((text) => wrap(escapeText(text), width, '  '))];
    }),
  ];
}

function selfTestText({ parsed, milliseconds, passed }: SelfTest): string {
  const parts = parsed.components.map((part) => `${part.label} ${part.text}`).join(', ');
  return `${passed ? 'ok' : 'wrong'} in ${milliseconds.toFixed(1)} ms: ${parts}`;
}
