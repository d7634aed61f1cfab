/**
 * The rules of the layout (ARCHITECTURE.md), each one pattern over the project's own files.
 * files: which files; except: exempt files; forbid: a line that breaks the rule; allow: a line that does not after all;
 * most: instead of forbid, the most lines a file may have.
 */
const LIB = (folder) => new RegExp(`^lib/${folder}/.*\\.ts$`);
const NATIVE = (folder) => new RegExp(`^native/${folder}/.*\\.(h|cpp)$`);
const INCLUDE = (allowed) => new RegExp(`^\\s*#\\s*include\\s+(?!${allowed})`);

export const RULES = [
  {
    name: 'native/core includes only itself and <stdint.h>',
    files: NATIVE('core'),
    forbid: INCLUDE('("native/core/|<stdint\\.h>)'),
  },
  {
    name: 'native/core has no floating point, no allocation, no std',
    files: NATIVE('core'),
    forbid: /\b(float|double)\b|\bstd::|\bmalloc\b|\bnew\s+\w/,
    allow: /^\s*(\/\/|\*|\/\*)|\/\/.*\b(float|double|new)\b/,
  },
  {
    name: 'native/model includes itself, core and std',
    files: NATIVE('model'),
    forbid: INCLUDE('("native/(model|core)/|<)'),
  },
  {
    name: 'native/csv includes itself, core and std',
    files: NATIVE('csv'),
    forbid: INCLUDE('("native/(csv|core)/|<)'),
  },
  {
    name: 'native/engine includes itself, csv, model, core and std',
    files: NATIVE('engine'),
    forbid: INCLUDE('("native/(engine|csv|model|core)/|<)'),
  },
  {
    name: 'only native/addon includes napi.h',
    files: /\.(h|cpp|cu|cuh)$/,
    except: NATIVE('addon'),
    forbid: /napi\.h|node_api\.h/,
  },
  {
    name: 'native/train includes itself, model, core and std',
    files: NATIVE('train'),
    forbid: INCLUDE('("native/(train|model|core)/|<)'),
  },
  {
    name: 'native/addon includes itself, engine, csv, train, model and core',
    files: NATIVE('addon'),
    forbid: INCLUDE('("native/(addon|engine|csv|train|model|core)/|<)'),
  },
  {
    name: 'C++ never touches a file, the environment or the console (native/train/program is posthaste-train)',
    files: /^native\/(core|csv|model|engine|addon|train)\/.*\.(h|cpp)$/,
    except: NATIVE('train/program'),
    forbid:
      /\b(fopen|getenv|printf|fprintf|perror|abort|exit)\s*\(|std::(cout|cerr|clog|ifstream|ofstream|fstream)|<(fstream|iostream|filesystem)>/,
  },
  {
    name: 'cuda includes itself, the engine ABI, the model format and its check, core and CUDA',
    files: /^cuda\/.*\.(cu|cuh|h)$/,
    forbid: INCLUDE('("cuda/|"native/engine/backend\\.h"|"native/model/(format|model)\\.h"|"native/core/|<)'),
  },
  {
    name: 'leaves of lib (io, config, labelled, errors, types) import no ring above them',
    files: /^lib\/(io|config|labelled)\/.*\.ts$|^lib\/(errors|types)\.ts$/,
    forbid: /from '(\.\.\/)+(batch|cli|engine|binding|report|train|eval|index)\b/,
  },
  {
    name: 'lib/binding imports no ring above it',
    files: LIB('binding'),
    forbid: /from '\.\.\/(engine|batch|cli|report|index)\b/,
  },
  {
    name: 'lib/engine imports binding and leaves',
    files: LIB('engine'),
    forbid: /from '\.\.\/(batch|cli|report|train|eval|labelled|index)\b/,
  },
  {
    name: 'lib/train and lib/eval import engine and leaves',
    files: /^lib\/(train|eval)\/.*\.ts$/,
    forbid: /from '\.\.\/(batch|cli|report|index)\b/,
  },
  {
    name: 'lib/batch imports engine and leaves, never the addon',
    files: LIB('batch'),
    forbid: /from '\.\.\/(cli|index)\b/,
  },
  {
    name: 'lib/batch, lib/cli, lib/train and lib/eval take only types from lib/binding',
    files: /^lib\/(batch|cli|report|train|eval)\/.*\.ts$/,
    forbid: /^(?!.*import type).*from '\.\.\/binding\//,
  },
  {
    name: 'lib/report imports batch, eval and leaves',
    files: LIB('report'),
    forbid: /from '\.\.\/(cli|index)\b/,
  },
  {
    name: 'only lib/cli writes to stdout or stderr or sets the exit code',
    files: /^lib\/.*\.ts$/,
    except: LIB('cli'),
    forbid: /process\.(stdout|stderr|exit|exitCode)\b|\bconsole\./,
  },
  {
    name: 'only lib/config reads the environment',
    files: /^(lib|bin)\/.*\.(ts|js)$/,
    except: LIB('config'),
    forbid: /process\.env\b/,
  },
  {
    name: 'tests are neither skipped, focused nor mocked',
    files: /^test\/.*\.ts$/,
    forbid: /\b(it|test|describe)\.(only|todo|skip)\b|\bvi\.(mock|fn|spyOn)\b/,
  },
  {
    name: 'no unfinished words',
    files: /^(lib|native|cuda|bin|tools|scripts)\//,
    except: /^scripts\/lint-rules\.mjs$|\.(tsv|txt|json)$/,
    forbid: /\b(TODO|FIXME|XXX|[Nn]ot implemented|[Pp]laceholder|[Ss]tub)\b/,
  },
  {
    name: 'no path of one machine, no registry address',
    files: /\.(md|ts|mjs|js|json|h|cpp|cu|cuh|gyp|txt|yml|sh)$|^\.ci\//,
    except: /^scripts\/lint-rules\.mjs$/,
    forbid: /\/work\/|\/root\/|registry\.npmjs|"resolved":/,
  },
  { name: 'TypeScript files have at most 300 lines', files: /^(lib|bin|tools)\/.*\.(ts|js)$/, most: 300 },
  {
    name: 'C++ and CUDA files have at most 400 lines',
    files: /^(native|cuda)\/.*\.(h|cpp|cu|cuh)$/,
    except: /(tables?|ranges)\.h$/,
    most: 400,
  },
  {
    name: 'C++ has no tabs, no trailing blanks, no line over 120 characters',
    files: /^(native|cuda|test)\/.*\.(h|cpp|cu|cuh)$/,
    except: /(tables?|ranges)\.h$/,
    forbid: /\t|\s+$|^.{121,}$/,
  },
];
