import { loadBinding } from '../binding/load.js';

/** Takes the operating system's lock on an open descriptor; false when another process holds it. */
export function lockFile(fd: number): boolean {
  return loadBinding().binding.lockFile(fd);
}

export function unlockFile(fd: number): void {
  loadBinding().binding.unlockFile(fd);
}
