import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cudaLibraryBeside, loadFrom } from '../../lib/binding/load.js';
import { PACKAGE_ROOT } from '../../lib/binding/package-root.js';
import { Engine } from '../../lib/engine/index.js';
import { PosthasteError } from '../../lib/errors.js';
import { addonPath, MODEL_PATH, model } from './engine-support.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'posthaste-engine-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const failure = async (promise: Promise<unknown>): Promise<PosthasteError> => {
  const error = await promise.then(
    () => new Error('expected a failure'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PosthasteError);
  return error as PosthasteError;
};

describe('opening', () => {
  test('with nothing said: the model of the package, a lane a core', async () => {
    await using engine = await Engine.open();
    const { info } = engine;
    expect(info.model).toEqual({
      path: MODEL_PATH,
      bytes: model.length,
      sha256: createHash('sha256').update(model).digest('hex'),
    });
    expect(info.labels).toHaveLength(19);
    expect(info.labels[3]).toBe('road');
    expect(info.lanes.length).toBeGreaterThan(0);
    expect(info.backends.map(({ backend }) => backend).sort()).toEqual(['cpu', 'cuda']);
  });

  test('threads', async () => {
    await using engine = await Engine.open({ threads: 3, backend: 'cpu' });
    expect(engine.info.lanes).toHaveLength(3);
    expect(engine.info.backends[0]?.detail).toContain('3 threads');
  });

  test.each([
    [{ modelPath: '/nowhere/none.model' }, 'ERR_MODEL', '/nowhere/none.model'],
    [{ threads: -1 }, 'ERR_OPTION', 'for threads'],
    [{ threads: 1.5 }, 'ERR_OPTION', 'for threads'],
    [{ cpuAllocationRatio: 0 }, 'ERR_OPTION', 'for cpuAllocationRatio'],
    [{ country: 'Germany' }, 'ERR_OPTION', 'for country'],
    [{ backend: 'gpu' as 'cuda' }, 'ERR_OPTION', "one of 'auto', 'cpu', 'cuda', 'hybrid' for backend"],
    [{ backend: 'cuda' as const }, 'ERR_BACKEND_UNAVAILABLE', 'Expected a usable CUDA backend'],
    [{ simd: 'mmx' }, 'ERR_BACKEND_UNAVAILABLE', "found 'mmx'"],
  ])('refuses %j', async (options, code, text) => {
    const error = await failure(Engine.open(options));
    expect(error.code).toBe(code);
    expect(error.message).toContain(text);
  });

  test('a file that is no model, and one that is damaged', async () => {
    const path = join(folder, 'damaged.model');
    const damaged = Buffer.from(model);
    damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] ?? 0) ^ 1;
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('text'),
      model.subarray(0, model.length - 1),
      damaged,
    ]) {
      writeFileSync(path, bytes);
      expect((await failure(Engine.open({ modelPath: path }))).code).toBe('ERR_MODEL');
    }
  });

  test('an aborted signal', async () => {
    const error = await failure(Engine.open({ signal: AbortSignal.abort('changed my mind') }));
    expect(error).toMatchObject({ code: 'ERR_ABORTED', cause: 'changed my mind' });
  });

  test('a forced code path is the one that runs', async () => {
    const simd = process.arch === 'arm64' ? 'neon' : 'scalar';
    await using engine = await Engine.open({ simd, threads: 1, backend: 'cpu' });
    expect(engine.info.backends[0]?.detail).toBe(`${simd}, 1 thread`);
  });
});

describe('the CUDA library', () => {
  const cuda = async (cudaLibrary?: string) => {
    await using engine = await Engine.open(cudaLibrary === undefined ? {} : { cudaLibrary });
    return engine.info.backends.find(({ backend }) => backend === 'cuda');
  };

  test('says why it is not used', async () => {
    const found = await cuda();
    expect(found?.detail).not.toBe('');
    if (found?.usable) return;
    const beside = cudaLibraryBeside(addonPath);
    expect(found?.detail).toMatch(
      beside === '' ? /no CUDA library is installed/ : /libcuda\.so\.1|no kernels|cudaGetDeviceCount/,
    );
  });

  test('that is not there, or is none', async () => {
    expect((await cuda('/nowhere/libposthaste_cuda.so'))?.detail).toContain('cannot be loaded');
    const path = join(folder, 'libposthaste_cuda.so');
    writeFileSync(path, 'text');
    expect((await cuda(path))?.detail).toContain('cannot be loaded');
    const error = await failure(Engine.open({ backend: 'hybrid', cudaLibrary: path }));
    expect(error.code).toBe('ERR_BACKEND_UNAVAILABLE');
  });
});

describe('the addon', () => {
  test('none: every path that was tried, and what to do', () => {
    const error = (() => {
      try {
        return loadFrom(folder);
      } catch (thrown) {
        return thrown as PosthasteError;
      }
    })() as PosthasteError;
    expect(error.code).toBe('ERR_ADDON');
    expect(error.message).toContain(join(folder, 'build', 'Release', 'posthaste.node'));
    expect(error.message).toContain(join(folder, 'prebuilds', `${process.platform}-${process.arch}`));
    expect(error.message).toContain('What to do:');
  });

  test('one that does not load: the reason of the loader', () => {
    const root = join(folder, 'broken');
    mkdirSync(join(root, 'build', 'Release'), { recursive: true });
    writeFileSync(join(root, 'build', 'Release', 'posthaste.node'), 'not a library');
    expect(() => loadFrom(root)).toThrow(/posthaste\.node: .*(file too short|invalid ELF|not a mach-o)/i);
  });

  test('the package root has the addon that was loaded', () => {
    expect(addonPath.startsWith(PACKAGE_ROOT)).toBe(true);
  });
});
