import { isProvenNotNull } from '../expected/not-null-proof.js';
import type { ActionScene, Hit, Rule } from './rule.js';
import { checkedNotNullInstead } from './remedies.js';
import { changeOf } from './changes.js';
import { noHits } from './rule.js';

export const setNotNull: Rule = {
  id: 'set-not-null',
  title: 'SET NOT NULL reads all rows under an exclusive lock',
  severity: { up: 'error', down: 'error' },
  why: 'SET NOT NULL reads the whole table while it holds an ACCESS EXCLUSIVE lock, unless a valid CHECK constraint already proves that there is no NULL. It fails if there is one.',
  instead:
    'Add CHECK (column IS NOT NULL) NOT VALID, validate it in another migration, then SET NOT NULL and drop the check. On PostgreSQL 18, ADD CONSTRAINT … NOT NULL column NOT VALID and VALIDATE CONSTRAINT do the same.',
  remedy: {
    sql: 'ALTER TABLE users ADD CONSTRAINT email_set CHECK (email IS NOT NULL) NOT VALID;\n-- in the next migration:\nALTER TABLE users VALIDATE CONSTRAINT email_set;\nALTER TABLE users ALTER COLUMN email SET NOT NULL;\nALTER TABLE users DROP CONSTRAINT email_set;',
    builder:
      "pgm.sql('ALTER TABLE users ADD CONSTRAINT email_set CHECK (email IS NOT NULL) NOT VALID');\n// in the next migration:\npgm.sql('ALTER TABLE users VALIDATE CONSTRAINT email_set');\npgm.alterColumn('users', 'email', { notNull: true });\npgm.dropConstraint('users', 'email_set');",
  },
  check: (scene) => [...settingHits(scene), ...constraintHits(scene)],
  bad: {
    up: {
      before: 'CREATE TABLE users (email text);',
      up: 'ALTER TABLE users ALTER COLUMN email SET NOT NULL;',
    },
    down: {
      before: 'CREATE TABLE users (email text NOT NULL);',
      up: 'ALTER TABLE users ALTER COLUMN email DROP NOT NULL;',
      down: 'ALTER TABLE users ALTER COLUMN email SET NOT NULL;',
    },
  },
  good: {
    up: {
      before:
        'CREATE TABLE users (email text); ALTER TABLE users ADD CONSTRAINT email_set CHECK (email IS NOT NULL) NOT VALID;',
      up: 'ALTER TABLE users VALIDATE CONSTRAINT email_set; ALTER TABLE users ALTER COLUMN email SET NOT NULL;',
    },
    down: {
      before: 'CREATE TABLE users (email text NOT NULL, CONSTRAINT email_set CHECK (email IS NOT NULL));',
      up: 'ALTER TABLE users ALTER COLUMN email DROP NOT NULL;',
      down: 'ALTER TABLE users ALTER COLUMN email SET NOT NULL;',
    },
  },
};

function settingHits({ action, schema }: ActionScene): readonly Hit[] {
  const set = changeOf(action, 'set not null');
  if (!set || isProvenNotNull(schema.table(set.relation), set.column)) return noHits;
  return [hitFor(set.relation, set.column, undefined)];
}

/** PostgreSQL 18: `ADD CONSTRAINT … NOT NULL column` */
function constraintHits({ action, schema }: ActionScene): readonly Hit[] {
  const added = changeOf(action, 'add constraint');
  if (added?.constraint.kind !== 'not null' || added.constraint.validation !== 'checked') return noHits;
  const { columns, location } = added.constraint;
  return columns
    .filter((column) => !isProvenNotNull(schema.table(added.relation), column))
    .map((column) => hitFor(added.relation, column, location));
}

function hitFor(relation: string, column: string, location: number | undefined): Hit {
  const message = `making ${column} NOT NULL blocks ${relation} while all rows are checked`;
  const remedy = checkedNotNullInstead(relation, column);
  return { relation, evidence: { kind: 'scan' }, message, location, remedy };
}
