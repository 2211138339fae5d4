import type { MigrationsConfig } from '../../config/config.js';
import { sqlOf } from '../../migrations/engine.js';
import type { Migration } from '../../migrations/migration.js';
import { loadSqlParser } from '../../sql-text/parser.js';
import { isFields, Literal, type Call, type Value } from './call.js';
import type { NameContext } from './object-name.js';
import { otherCalls } from './other-calls.js';
import { isSameStatement } from './same-statement.js';
import { tableCalls, type Recogniser } from './table-calls.js';

export interface CallContext extends NameContext {
  readonly config: MigrationsConfig;
  /** Column shorthands of the migrations before it. */
  readonly shorthands: Migration['shorthands'];
}

const recognisers: readonly Recogniser[] = [...tableCalls, ...otherCalls];

/** The call of node-pg-migrate's builder that adds exactly this statement, if there is one. */
export async function findCall(sql: string, context: CallContext): Promise<Call | undefined> {
  await loadSqlParser();
  for (const { pattern, call } of recognisers) {
    const [, ...parts] = pattern.exec(sql) ?? [];
    const found = parts.length > 0 ? call(parts, context) : undefined;
    if (found && (await adds(found, sql, context))) return found;
  }
  return undefined;
}

async function adds(call: Call, sql: string, { config, shorthands, schema }: CallContext): Promise<boolean> {
  try {
    const { statements } = await sqlOf(migrationWith(call, shorthands), {
      direction: 'up',
      config,
      run: () => Promise.reject(new Error('a call sends no query')),
    });
    return isSameStatement(statements.join('\n'), sql, schema);
  } catch {
    // The builder refuses what it has no words for.
    return false;
  }
}

function migrationWith({ method, args }: Call, shorthands: Migration['shorthands']): Migration {
  return {
    name: method,
    path: '',
    downPath: undefined,
    timestamp: 0,
    down: { kind: 'absent' },
    shorthands,
    up: (pgm) => {
      const build = (value: Value): unknown => {
        if (value instanceof Literal) return pgm.func(value.sql);
        if (Array.isArray(value)) return (value as readonly Value[]).map(build);
        if (!isFields(value)) return value;
        return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, build(one)]));
      };
      const calls = pgm as unknown as Readonly<Record<string, (...values: readonly unknown[]) => void>>;
      calls[method]?.(...args.map(build));
    },
  };
}
