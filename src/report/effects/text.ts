import { isStronger } from '../../database/lock-modes.js';
import type { RelationLock, StatementEffects, StepEffects } from '../../effects/effects.js';
import type { MigrationEffects } from '../../effects/observe-effects.js';
import type { Paint } from '../text/paint.js';
import { renderTable } from '../text/table.js';

const statementWidth = 60;

/** Renders a table of the locks, rewrites and scans of each migration, without a final newline. */
export function renderEffects(migrations: readonly MigrationEffects[], paint: Paint): string {
  return migrations
    .map((effects) => [paint.bold(effects.migration.name), ...stepLines(effects)].join('\n'))
    .join('\n\n');
}

function stepLines({ up, down, failure }: MigrationEffects): readonly string[] {
  const rows = [up, down].flatMap((step) => (step ? rowsOf(step) : []));
  const failed = failure ? [`  the ${failure.direction} fails: ${failure.error.reason}`] : [];
  if (rows.length === 0) return failed.length > 0 ? failed : ['  locks no relation that existed before'];
  const header = ['', 'LOCK', 'ON', 'EFFECTS', 'STATEMENT'];
  return [...renderTable(header, rows).map((line) => `  ${line}`), ...failed];
}

/** One row for each relation that a statement locks, the strongest lock first. */
function rowsOf({ direction, statements }: StepEffects): readonly (readonly string[])[] {
  return statements.flatMap((statement) =>
    [...statement.locks]
      .sort((a, b) => (isStronger(a.mode, b.mode) ? -1 : Number(isStronger(b.mode, a.mode))))
      .map((lock, position) => [
        direction,
        lock.mode,
        lock.relation,
        effectsOn(lock, statement).join(', '),
        position === 0 ? excerpt(statement.sql) : '',
      ]),
  );
}

/** What a statement does to a relation that it locks. */
export function effectsOn({ relation }: RelationLock, statement: StatementEffects): readonly string[] {
  const { rewrites, scans, indexes, validated, rows } = statement;
  const on = (list: readonly string[]) => list.filter((one) => one.endsWith(` on ${relation}`)).length;
  const changed = rows.find((one) => one.relation === relation);
  return [
    ...(rewrites.includes(relation) ? ['rewrite'] : []),
    ...(scans.includes(relation) ? ['scan'] : []),
    ...(on(indexes) > 0 ? ['index build'] : []),
    ...(on(validated) > 0 ? ['validation'] : []),
    ...(changed ? ['rows changed'] : []),
  ];
}

function excerpt(sql: string): string {
  const line = sql.replaceAll(/\s+/g, ' ').trim().replace(/;$/, '');
  return line.length > statementWidth ? `${line.slice(0, statementWidth - 1)}…` : line;
}
