import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json: two above this file, in lib and in dist alike. */
export const PACKAGE_ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
