import { changeOf } from './changes.js';
import { noHits, type Rule } from './rule.js';

export const exclusionConstraint: Rule = {
  id: 'exclusion-constraint',
  title: 'An exclusion constraint builds its index under an exclusive lock',
  severity: { up: 'error', down: 'error' },
  sized: 'index build',
  why: 'ADD CONSTRAINT … EXCLUDE builds an index and compares all rows while an ACCESS EXCLUSIVE lock blocks the table. There is no NOT VALID and no USING INDEX for it.',
  instead: 'Add it in a maintenance window, or check with a trigger.',
  check: ({ action }) => {
    const added = changeOf(action, 'add constraint');
    if (added?.constraint.kind !== 'exclusion') return noHits;
    const { relation, constraint } = added;
    const message = `the exclusion constraint blocks ${relation} while its index is built`;
    return [
      {
        relation,
        evidence: { kind: 'lock', mode: 'ACCESS EXCLUSIVE' },
        message,
        location: constraint.location,
      },
    ];
  },
  bad: {
    up: {
      before: 'CREATE TABLE stays (during tsrange);',
      up: 'ALTER TABLE stays ADD CONSTRAINT e EXCLUDE USING gist (during WITH &&);',
    },
    down: {
      before: 'CREATE TABLE stays (during tsrange);',
      up: 'SELECT 1;',
      down: 'ALTER TABLE stays ADD CONSTRAINT e EXCLUDE USING gist (during WITH &&);',
    },
  },
  good: {
    up: { up: 'CREATE TABLE stays (during tsrange, EXCLUDE USING gist (during WITH &&));' },
    down: {
      before: 'CREATE TABLE stays (during tsrange);',
      up: 'ALTER TABLE stays ADD CONSTRAINT e EXCLUDE USING gist (during WITH &&);',
      down: 'ALTER TABLE stays DROP CONSTRAINT e;',
    },
  },
};
