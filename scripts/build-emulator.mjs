// `npm run build:emulator`: the CUDA library over the emulator, build-emulator/libposthaste_cuda.so.
import { fail, has, run } from './steps.mjs';

const FOLDER = 'build-emulator';

if (!has('cmake')) fail('npm run build:emulator needs cmake; install it and run again');
const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };
run('cmake', ['-S', '.', '-B', FOLDER, '-DPOSTHASTE_EMULATOR=ON'], quiet);
run('cmake', ['--build', FOLDER, '-j', '2'], quiet);
