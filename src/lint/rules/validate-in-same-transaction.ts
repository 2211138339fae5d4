import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const validateInSameTransaction: Rule = {
  id: 'validate-in-same-transaction',
  title: 'NOT VALID and VALIDATE CONSTRAINT in one transaction',
  severity: { up: 'error', down: 'error' },
  why: 'VALIDATE CONSTRAINT itself needs a weak lock only, but the strong lock of ADD CONSTRAINT … NOT VALID is held until the transaction ends. So the table stays blocked while all rows are checked, as without NOT VALID.',
  instead: 'Validate the constraint in a migration of its own.',
  remedy: {
    sql: '-- in the next migration:\nALTER TABLE users VALIDATE CONSTRAINT users_age_check;',
    builder: "// in the next migration:\npgm.sql('ALTER TABLE users VALIDATE CONSTRAINT users_age_check');",
  },
  check: ({ action, step }) => {
    const validated = changeOf(action, 'validate constraint');
    if (!validated || step.transaction === 'none') return noHits;
    const { relation, name } = validated;
    const added = step.actions.some(({ action: earlier }) => {
      const change = changeOf(earlier, 'add constraint');
      return change?.relation === relation && change.constraint.name === name;
    });
    if (!added) return noHits;
    const message = `${name} is validated while the lock of its ADD CONSTRAINT still blocks ${relation}`;
    return [{ relation, evidence: { kind: 'scan' }, message }];
  },
  bad: {
    up: {
      before: 'CREATE TABLE users (age int);',
      up: 'ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT c;',
    },
    down: {
      before: 'CREATE TABLE users (age int CONSTRAINT c CHECK (age > 0));',
      up: 'ALTER TABLE users DROP CONSTRAINT c;',
      down: 'ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT c;',
    },
  },
  good: {
    up: {
      before: 'CREATE TABLE users (age int); ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT VALID;',
      up: 'ALTER TABLE users VALIDATE CONSTRAINT c;',
    },
    down: {
      before: 'CREATE TABLE users (age int CONSTRAINT c CHECK (age > 0));',
      up: 'ALTER TABLE users DROP CONSTRAINT c;',
      down: 'ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT VALID;',
    },
  },
};
