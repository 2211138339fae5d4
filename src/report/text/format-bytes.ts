const units = ['kB', 'MB', 'GB', 'TB'] as const;

/** `812 bytes`, `4.2 kB`, `1.5 GB`, in steps of 1024 as PostgreSQL's pg_size_pretty. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  let size = bytes / 1024;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${size.toFixed(1)} ${units[unit] ?? 'TB'}`;
}
