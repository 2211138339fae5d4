import { directions, lintExample } from './lint-sql.js';
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
