/** Files: finding them, looking at them, reading them in blocks, and writing them so that they last. */

export { openBlocks } from './blocks.js';
export { resolveColumns } from './columns.js';
export { discover } from './discover.js';
export { AppendFile, appendDurable, fsyncDir, makeDirDurable, writeFileAtomic } from './durable.js';
export { sha256File } from './hash.js';
export { identify, sameIdentity } from './identity.js';
export { inspect } from './inspect.js';
export type * from './types.js';
