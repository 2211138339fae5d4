import type { StepAction, StepScene } from './rule.js';
import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const downDestroysEarlierData: Rule = {
  id: 'down-destroys-earlier-data',
  title: 'The down destroys data that was there before the up',
  severity: { up: 'off', down: 'error' },
  why: 'A down may drop what its up has created. Here it drops a table or a column, or empties a table, that is older: its rows are lost by a rollback of something else.',
  instead:
    'Reverse only the changes of the up. Remove IF NOT EXISTS from the up, so that it fails if the table already exists.',
  checkStep: (step) =>
    step.direction === 'up' || !step.up
      ? noHits
      : step.actions.flatMap((one) => {
          const lost = lostIn(one, step);
          if (lost === undefined) return [];
          const { statement } = one;
          return [
            { evidence: { kind: 'text' }, message: `${lost} existed before the up`, statement } as const,
          ];
        }),
  bad: {
    down: {
      before: 'CREATE TABLE users (id int, name text);',
      up: 'CREATE TABLE IF NOT EXISTS users (id int);',
      down: 'DROP TABLE users;',
    },
  },
  good: {
    down: {
      before: 'CREATE TABLE users (id int);',
      up: 'ALTER TABLE users ADD COLUMN name text;',
      down: 'ALTER TABLE users DROP COLUMN name;',
    },
  },
};

/** The table or column that an action of the down destroys although the up has not created it. */
function lostIn({ action }: StepAction, step: StepScene): string | undefined {
  const { up } = step;
  if (!up) return undefined;
  if (action.kind === 'drop relation' && action.objectType === 'table')
    return isOld(action.relation, up) && step.isShared(action.relation) ? action.relation : undefined;
  if (action.kind === 'truncate') return action.relations.find((one) => isOld(one, up) && step.isShared(one));
  const dropped = changeOf(action, 'drop column');
  const columns = dropped && up.before.table(dropped.relation)?.columns;
  if (!dropped || !columns?.has(dropped.column)) return undefined;
  // Replaced by the up: dropped, retyped by way of another column, or renamed.
  const isTouched = up.actions.some(
    ({ action: one }) =>
      one.kind === 'alter table' &&
      one.relation === dropped.relation &&
      namesColumn(one.change, dropped.column),
  );
  return isTouched ? undefined : `${dropped.relation}.${dropped.column}`;
}

function namesColumn(change: object, column: string): boolean {
  return (
    'column' in change && (change.column === column || (change.column as { name?: string }).name === column)
  );
}

/** Known before the up, and not dropped or renamed by it. */
function isOld(relation: string, up: StepScene): boolean {
  const before = up.before.table(relation);
  const after = up.schema.table(relation);
  return before !== undefined && after?.createdBy === before.createdBy && before.kind !== 'view';
}
