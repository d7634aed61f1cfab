/** What the system lets this process have; null where it has no limit or does not tell. */
export interface Limits {
  openFiles: number | null;
  fileSizeBlocks: number | null;
  addressSpaceKiB: number | null;
}

interface UserLimits {
  userLimits?: Record<string, { soft: number | 'unlimited' } | undefined>;
}

export function processLimits(): Limits {
  // Without the network part, for which the report asks name servers.
  Object.assign(process.report, { excludeNetwork: true });
  const { userLimits = {} } = process.report.getReport() as UserLimits;
  const soft = (name: string): number | null => {
    const limit = userLimits[name]?.soft;
    return typeof limit === 'number' ? limit : null;
  };
  return {
    openFiles: soft('open_files'),
    fileSizeBlocks: soft('file_size_blocks'),
    addressSpaceKiB: soft('virtual_memory_kbytes'),
  };
}
