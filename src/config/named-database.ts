import { UsageError } from '../errors.js';
import type { Config, DatabaseTarget } from './config.js';

/** @throws UsageError in production, where a deployment without its URL would succeed on a database of its own */
export function assertDatabaseNamed(target: DatabaseTarget, { environment }: Config): void {
  if (environment !== 'production' || target.kind !== 'embedded' || target.why === 'asked') return;
  throw new UsageError('NODE_ENV is production, but no database is configured', {
    remedy: 'Set DATABASE_URL or give --database-url; --embedded uses the embedded server all the same.',
  });
}
