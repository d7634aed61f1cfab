/** Numbers as an operator reads them; the locale is fixed so that logs look alike everywhere. */
const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export function count(n: number): string {
  return GROUPED.format(n);
}

/** `1 file`, `2 files`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

export function bytes(n: number): string {
  if (n < 1024) return `${n} B`;
  let value = n;
  for (const unit of ['KiB', 'MiB', 'GiB', 'TiB']) {
    value /= 1024;
    if (value < 1023.95 || unit === 'TiB') return `${value.toFixed(value < 99.95 ? 1 : 0)} ${unit}`;
  }
  return `${n} B`;
}

/** `8.3s`, `2m05s`, `3h07m`, `2d04h`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '?';
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`;
  const whole = Math.round(seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)}h${two(Math.floor((whole % 3600) / 60))}m`;
  return `${Math.floor(whole / 86_400)}d${two(Math.floor((whole % 86_400) / 3600))}h`;
}

/** Rounded down, so that 100% means done. */
export function percent(done: number, total: number): string {
  if (total <= 0) return '100%';
  return `${Math.floor(Math.min(1, done / total) * 100)}%`;
}
