import { isProvenNotNull } from '../expected/not-null-proof.js';
import { changeOf } from './changes.js';
import { noHits, type ActionScene, type Hit, type Rule } from './rule.js';

export const downMayFail: Rule = {
  id: 'down-may-fail',
  title: 'The down fails on rows that the up allows',
  severity: { up: 'off', down: 'error' },
  why: 'Since the up, rows may have been written that the restored constraint rejects: NULLs, duplicates, orphans. On a test database there are none, and the rollback works; in production it fails, when it is needed.',
  instead:
    'Say in the down what becomes of such rows before the constraint is restored, or restore it NOT VALID.',
  remedy: {
    sql: "UPDATE users SET email = '' WHERE email IS NULL;\nALTER TABLE users ALTER COLUMN email SET NOT NULL;",
    builder: `pgm.sql("UPDATE users SET email = '' WHERE email IS NULL");\npgm.alterColumn('users', 'email', { notNull: true });`,
  },
  check: (scene) => (scene.step.direction === 'down' && !isPrepared(scene) ? hitsOf(scene) : noHits),
  bad: {
    down: {
      before: 'CREATE TABLE users (email text NOT NULL);',
      up: 'ALTER TABLE users ALTER COLUMN email DROP NOT NULL;',
      down: 'ALTER TABLE users ALTER COLUMN email SET NOT NULL;',
    },
  },
  good: {
    down: {
      before: 'CREATE TABLE users (email text NOT NULL);',
      up: 'ALTER TABLE users ALTER COLUMN email DROP NOT NULL;',
      down: "UPDATE users SET email = '' WHERE email IS NULL; ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
    },
  },
};

/** Whether the down has changed or deleted rows of the table before. */
function isPrepared({ action, step }: ActionScene): boolean {
  const relation = 'relation' in action ? action.relation : undefined;
  return step.actions.some(({ action: one }) => one.kind === 'change rows' && one.relation === relation);
}

const fails = {
  'primary key': 'duplicates or NULLs',
  unique: 'duplicates',
  'foreign key': 'rows without a partner',
  check: 'rows that violate it',
  exclusion: 'rows that conflict',
  'not null': 'NULLs',
} as const;

function hitsOf({ action, schema }: ActionScene): readonly Hit[] {
  const evidence = { kind: 'text' } as const;
  const set = changeOf(action, 'set not null');
  if (set && !isProvenNotNull(schema.table(set.relation), set.column))
    return [
      {
        relation: set.relation,
        evidence,
        message: `SET NOT NULL fails if NULLs were written to ${set.column} since the up`,
      },
    ];
  const added = changeOf(action, 'add constraint');
  if (added?.constraint.validation === 'checked' && added.constraint.usingIndex === undefined) {
    const { relation, constraint } = added;
    const message = `the constraint fails if ${fails[constraint.kind]} were written to ${relation} since the up`;
    return [{ relation, evidence, message, location: constraint.location }];
  }
  if (action.kind !== 'create index' || !action.index.unique) return noHits;
  const { relation } = action;
  return [
    {
      relation,
      evidence,
      message: `the unique index fails if duplicates were written to ${relation} since the up`,
    },
  ];
}
