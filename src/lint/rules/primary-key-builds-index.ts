import { isProvenNotNull } from '../expected/not-null-proof.js';
import { type Change, changeOf, constraintOfAddedColumn } from './changes.js';
import { usingIndexInstead } from './remedies.js';
import { noHits, type ActionScene, type Hit, type Rule } from './rule.js';

export const primaryKeyBuildsIndex: Rule = {
  id: 'primary-key-builds-index',
  title: 'A primary key builds its index, or reads all rows, under an exclusive lock',
  severity: { up: 'error', down: 'error' },
  sized: 'index build',
  why: 'ADD PRIMARY KEY builds an index while an ACCESS EXCLUSIVE lock blocks the table. With USING INDEX it still reads all rows for columns that are not NOT NULL yet.',
  instead:
    'Make the columns NOT NULL, build a unique index concurrently, and then add the primary key with USING INDEX.',
  remedy: {
    sql: 'CREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (id);\n-- in the next migration, with id NOT NULL:\nALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;',
    builder:
      "pgm.noTransaction();\npgm.createIndex('users', 'id', { unique: true, concurrently: true, name: 'users_pkey' });\n// in the next migration, with id NOT NULL:\npgm.addConstraint('users', 'users_pkey', 'PRIMARY KEY USING INDEX users_pkey');",
  },
  check: (scene) => {
    const added = changeOf(scene.action, 'add constraint') ?? inlineKey(scene);
    if (added?.constraint.kind !== 'primary key') return noHits;
    return added.constraint.usingIndex === undefined ? [buildsIndex(added)] : readsRows(added, scene);
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (id int NOT NULL);',
      up: 'ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id);',
    },
    down: {
      before: 'CREATE TABLE users (id int CONSTRAINT k PRIMARY KEY);',
      up: 'ALTER TABLE users DROP CONSTRAINT k;',
      down: 'ALTER TABLE users ADD CONSTRAINT k PRIMARY KEY (id);',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (id int NOT NULL); CREATE UNIQUE INDEX i ON users (id);',
      up: 'ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX i;',
    },
    down: {
      before: 'CREATE TABLE users (id int NOT NULL);',
      up: 'ALTER TABLE users ADD CONSTRAINT k PRIMARY KEY (id);',
      down: 'ALTER TABLE users DROP CONSTRAINT k;',
    },
  },
};

type Added = Change<'add constraint'>;

function inlineKey({ action }: ActionScene): Added | undefined {
  const added = constraintOfAddedColumn(action, ({ kind }) => kind === 'primary key');
  return added && { kind: 'add constraint', relation: added.relation, constraint: added.constraint };
}

function buildsIndex({ relation, constraint }: Added): Hit {
  const message = `the primary key blocks ${relation} while its index is built`;
  const evidence = { kind: 'lock', mode: 'ACCESS EXCLUSIVE' } as const;
  const remedy = usingIndexInstead('PRIMARY KEY', { relation, constraint });
  return { relation, evidence, message, location: constraint.location, remedy };
}

function readsRows({ relation, constraint }: Added, { schema }: ActionScene): readonly Hit[] {
  const table = schema.table(relation);
  const index = table?.indexes.get(constraint.usingIndex ?? '');
  const nullable = (index?.columns ?? []).filter((column) => !isProvenNotNull(table, column));
  if (!index || !table?.columnsKnown || nullable.length === 0) return noHits;
  const message = `the primary key blocks ${relation} while all rows are read: ${nullable.join(', ')} may be NULL`;
  return [{ relation, evidence: { kind: 'scan' }, message, location: constraint.location }];
}
