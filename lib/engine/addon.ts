import { loadBinding } from '../binding/load.js';

export interface AddonInfo {
  /** Absolute. */
  path: string;
  version: string;
  /** Version of the backend ABI that the addon speaks. */
  backendAbi: number;
}

/** The addon of this process; ERR_ADDON when none can be loaded. */
export function addonInfo(): AddonInfo {
  const { binding, path } = loadBinding();
  return { path, version: binding.version, backendAbi: binding.backendAbi };
}
