import { noHits, type Rule } from './rule.js';

export const domainConstraint: Rule = {
  id: 'domain-constraint',
  title: 'A constraint of a domain checks all tables that use it',
  severity: { up: 'warning', down: 'warning' },
  why: 'ALTER DOMAIN … ADD CONSTRAINT and SET NOT NULL read every table with a column of the domain, under SHARE locks that block writes.',
  instead:
    'Add the constraint NOT VALID and validate it in another migration, or use CHECK constraints of the tables instead of a domain.',
  remedy: {
    sql: 'ALTER DOMAIN email ADD CONSTRAINT has_at CHECK (VALUE LIKE $$%@%$$) NOT VALID;\n-- in the next migration:\nALTER DOMAIN email VALIDATE CONSTRAINT has_at;',
  },
  check: ({ action, step }) => {
    if (action.kind !== 'alter domain' || action.notValid) return noHits;
    if (action.change !== 'add constraint' && action.change !== 'set not null') return noHits;
    if (step.actions.some((one) => one.action.kind === 'create domain' && one.action.name === action.name))
      return noHits;
    const message = `all tables with columns of ${action.name} are read while writes to them wait`;
    return [{ evidence: { kind: 'text' }, message }];
  },
  bad: {
    up: {
      before: 'CREATE DOMAIN d AS text;',
      up: 'ALTER DOMAIN d ADD CONSTRAINT c CHECK (length(VALUE) > 0);',
    },
    down: {
      before: 'CREATE DOMAIN d AS text NOT NULL;',
      up: 'ALTER DOMAIN d DROP NOT NULL;',
      down: 'ALTER DOMAIN d SET NOT NULL;',
    },
  },
  good: {
    up: {
      before: 'CREATE DOMAIN d AS text;',
      up: 'ALTER DOMAIN d ADD CONSTRAINT c CHECK (length(VALUE) > 0) NOT VALID;',
    },
    down: {
      before: 'CREATE DOMAIN d AS text;',
      up: 'ALTER DOMAIN d SET DEFAULT 1;',
      down: 'ALTER DOMAIN d DROP DEFAULT;',
    },
  },
};
