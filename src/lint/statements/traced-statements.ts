import type { StepEffects } from '../../effects/effects.js';
import { parseSql } from '../../sql-text/parser.js';
import type { StepStatements } from './step-statements.js';

/** The statements of a step that ran on a scratch database. */
export function tracedStatements(trace: StepEffects): StepStatements {
  const { migration, direction, statements } = trace;
  const sizes = new Map<number, number>();
  for (const { text } of statements) sizes.set(text, (sizes.get(text) ?? 0) + 1);
  return {
    migration,
    direction,
    texts: undefined,
    transaction: statements.some(({ transaction }) => transaction === 'none') ? 'none' : 'one',
    trace,
    unknown: undefined,
    statements: statements.map((effects) => ({
      index: effects.index,
      text: effects.text,
      ofText: sizes.get(effects.text) ?? 1,
      sql: effects.sql,
      start: 0,
      line: effects.line,
      parsed: parseSql(effects.sql)?.[0],
      effects,
    })),
  };
}
