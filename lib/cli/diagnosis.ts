import { arch, availableParallelism, cpus, freemem, platform, release, totalmem } from 'node:os';
import type { ProcessingConfiguration } from '../config/index.js';
import { type AddonInfo, addonInfo } from '../engine/addon.js';
import { Engine, type EngineInfo } from '../engine/index.js';
import { asPosthasteError, PosthasteError } from '../errors.js';
import type { ParsedAddress } from '../types.js';
import { type Limits, processLimits } from './limits.js';

/** An address that no model of posthaste may get wrong. */
const SELF_TEST = '10 Downing Street, London SW1A 2AA';
const SELF_TEST_PARTS = ['10', 'Downing Street', 'London', 'SW1A 2AA'];

export interface SelfTest {
  address: string;
  parsed: ParsedAddress;
  passed: boolean;
  milliseconds: number;
}

/** What posthaste is, has and would use on this machine; every part is there when its step went well. */
export interface Diagnosis {
  ok: boolean;
  versions: { posthaste: string; node: string; addon: string | null; backendAbi: number | null };
  machine: { platform: string; cores: number; cpu: string; memoryBytes: number; freeMemoryBytes: number };
  limits: Limits;
  addon: AddonInfo | null;
  model: EngineInfo['model'] | null;
  backends: EngineInfo['backends'];
  lanes: EngineInfo['lanes'];
  selfTest: SelfTest | null;
  problems: PosthasteError[];
}

export async function diagnose(
  version: string,
  options: Partial<ProcessingConfiguration>,
): Promise<Diagnosis> {
  const problems: PosthasteError[] = [];
  const note = (thrown: unknown, what: string): undefined => {
    problems.push(asPosthasteError(thrown, 'ERR_INTERNAL', what));
  };
  let addon: AddonInfo | undefined;
  try {
    addon = addonInfo();
  } catch (thrown) {
    note(thrown, 'Loading the addon');
  }
  const found = addon === undefined ? undefined : await examineEngine(options, note);
  return {
    ok: problems.length === 0,
    versions: {
      posthaste: version,
      node: process.version,
      addon: addon?.version ?? null,
      backendAbi: addon?.backendAbi ?? null,
    },
    machine: {
      platform: `${platform()} ${release()} ${arch()}`,
      cores: availableParallelism(),
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      memoryBytes: totalmem(),
      freeMemoryBytes: freemem(),
    },
    limits: processLimits(),
    addon: addon ?? null,
    model: found?.info.model ?? null,
    backends: found?.info.backends ?? [],
    lanes: found?.info.lanes ?? [],
    selfTest: found?.selfTest ?? null,
    problems,
  };
}

type Note = (thrown: unknown, what: string) => undefined;
type Examined = { info: EngineInfo; selfTest: Diagnosis['selfTest'] };

async function examineEngine(
  options: Partial<ProcessingConfiguration>,
  note: Note,
): Promise<Examined | undefined> {
  let engine: Engine;
  try {
    engine = await Engine.open(options);
  } catch (thrown) {
    note(thrown, 'Opening the engine');
    if (asPosthasteError(thrown, 'ERR_INTERNAL', '').code !== 'ERR_BACKEND_UNAVAILABLE') return undefined;
    // The backend that was asked for is missing; what there is instead is worth telling.
    return examineEngine({ ...options, backend: 'auto', simd: 'auto' }, note);
  }
  try {
    const begin = performance.now();
    const parsed = await engine.parse(SELF_TEST);
    const milliseconds = performance.now() - begin;
    const parts = parsed.components.map((component) => component.text);
    const passed = parts.join('|') === SELF_TEST_PARTS.join('|');
    if (!passed) {
      const expected = `Expected the parts ${SELF_TEST_PARTS.join(' | ')} of '${SELF_TEST}'`;
      note(new PosthasteError('ERR_MODEL', `${expected} but the model gave ${parts.join(' | ')}`), 'Parsing');
    }
    return { info: engine.info, selfTest: { address: SELF_TEST, parsed, passed, milliseconds } };
  } catch (thrown) {
    note(thrown, 'Parsing an address');
    return { info: engine.info, selfTest: null };
  } finally {
    await engine.close();
  }
}
