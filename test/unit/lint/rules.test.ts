import { lint } from '../../../src/lint/lint.js';
import { config, directions, lintExample, migrationOf } from './lint-sql.js';
import { rules } from '../../../src/lint/rules/registry.js';

const cases = rules.flatMap((rule) =>
  directions.flatMap((direction) => {
    const bad = rule.bad[direction];
    const good = rule.good[direction];
    return [
      ...(bad ? [{ rule, direction, what: 'finds', example: bad, found: true }] : []),
      ...(good ? [{ rule, direction, what: 'does not find', example: good, found: false }] : []),
    ];
  }),
);

describe('each rule', () => {
  it.each(cases)('$rule.id $what its $direction example', async ({ rule, direction, example, found }) => {
    const { findings } = await lintExample(example, { rules: { [rule.id]: 'error' } });
    const own = findings.filter((finding) => finding.rule === rule.id && finding.direction === direction);
    expect(own.length > 0).toBe(found);
  });

  it('has an id of its own', () => {
    const ids = rules.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  });
});

describe('foreign-key-without-index', () => {
  it.each([
    ['a later migration that indexes the key', 'CREATE INDEX ON posts (user_id);', 0],
    ['a later migration that indexes another column', 'CREATE INDEX ON posts (id);', 1],
  ])('takes into account %s', async (_, later, expected) => {
    const first =
      'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE posts (id int, user_id int REFERENCES users);';
    const migrations = [migrationOf('1_first', { up: first }), migrationOf('2_later', { up: later })];
    const options = { migrations, chosen: new Set(['1_first']), config, lockTimeout: 2000, rules: {} };

    const findings = (await lint(options)).flatMap((one) => one.findings);

    expect(findings.filter(({ rule }) => rule === 'foreign-key-without-index')).toHaveLength(expected);
  });
});
