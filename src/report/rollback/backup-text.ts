import { relative } from 'node:path';
import type { Manifest } from '../../rollback/backup/manifest.js';
import { formatBytes } from '../../config/size.js';
import { countOf } from '../text/plural.js';

export interface WrittenBackup {
  readonly manifest: Manifest;
  /** Absolute path. */
  readonly path: string;
  /** Folder to which printed paths are relative. */
  readonly cwd: string;
}

/** Renders the contents of a backup and how to restore it. */
export function renderBackup({ manifest: { tables, sequences }, path, cwd }: WrittenBackup): string {
  const file = relative(cwd, path);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
  const parts = [
    `${countOf(rows, 'row')} of ${countOf(tables.length, 'table')}`,
    ...(sequences.length > 0 ? [countOf(sequences.length, 'sequence')] : []),
  ];
  return [
    `backup ${file}: ${parts.join(', ')}, ${formatBytes(bytes)}`,
    `after the next up, roundtrip restore ${file} restores them`,
  ].join('\n');
}

export type BackupResult = ReturnType<typeof backupToJson>;

/** Part of `down --json`. */
export function backupToJson({ manifest, path }: Omit<WrittenBackup, 'cwd'>) {
  const { tables, sequences } = manifest;
  return {
    path,
    tables: tables.map(({ schema, name, what, values, rows, bytes }) => ({
      schema,
      name,
      what,
      rows,
      bytes,
      columns: values,
    })),
    sequences: sequences.map(({ schema, name }) => ({ schema, name })),
  };
}

/** `public.users: 120000 rows, 12.4 MB` */
export function renderBackupProgress({
  table,
  rows,
  bytes,
}: {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
}): string {
  return `backup  ${table}: ${countOf(rows, 'row')}, ${formatBytes(bytes)}`;
}
