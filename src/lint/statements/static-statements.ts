import type { MigrationsConfig } from '../../config/config.js';
import { messageOf } from '../../errors.js';
import { CallSites } from '../../migrations/call-sites.js';
import { sqlOf } from '../../migrations/engine.js';
import type { Step } from '../../migrations/step.js';
import { splitStatements } from './split-statements.js';
import type { StepStatement, StepStatements } from './step-statements.js';

/** Builds the statements of a step without a database. Code that queries one cannot be followed. */
export async function staticStatements(step: Step, config: MigrationsConfig): Promise<StepStatements> {
  const { migration, direction } = step;
  const none = { ...step, texts: [], statements: [], transaction: 'one', trace: undefined } as const;
  if (direction === 'down' && !hasDown(step)) return { ...none, unknown: undefined };
  let queries = 0;
  const run = () => {
    queries += 1;
    return Promise.reject(new QueriesDatabase());
  };
  const calls = new CallSites();
  try {
    const { statements: texts, transaction } = await sqlOf(migration, { direction, config, run, calls });
    const unknown = queries > 0 ? queryingCode : undefined;
    return {
      ...none,
      texts,
      statements: statementsOf(texts, { path: migration.path, calls }),
      transaction,
      unknown,
    };
  } catch (error) {
    return {
      ...none,
      unknown: queries > 0 ? queryingCode : `its code fails without a database: ${messageOf(error)}`,
    };
  }
}

const queryingCode = 'its code queries the database';

class QueriesDatabase extends Error {
  constructor() {
    super('the migration queries the database');
  }
}

function hasDown({ migration: { down } }: Step): boolean {
  return down.kind === 'written' || down.kind === 'inferred';
}

interface Site {
  readonly path: string;
  readonly calls: CallSites;
}

function statementsOf(texts: readonly string[], { path, calls }: Site): readonly StepStatement[] {
  const seen = new Map<string, number>();
  const statements: StepStatement[] = [];
  for (const [text, sql] of texts.entries()) {
    const before = seen.get(sql) ?? 0;
    seen.set(sql, before + 1);
    const line = path.endsWith('.sql') ? undefined : calls.lineOf(sql, { path, before });
    const parts = splitStatements(sql);
    for (const part of parts)
      statements.push({
        ...part,
        index: statements.length,
        text,
        ofText: parts.length,
        line,
        effects: undefined,
      });
  }
  return statements;
}
