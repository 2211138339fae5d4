import { UsageError } from '../../errors.js';
import type { Source, SourcePath } from '../source.js';

export function drizzleSource({ label }: SourcePath): Source {
  return {
    kind: 'drizzle',
    label,
    read: () => Promise.reject(new UsageError(`${label}: Drizzle schemas cannot be read yet`)),
  };
}
