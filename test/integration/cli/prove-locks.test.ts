import { useBench } from './support/bench.js';

const bench = useBench();

const files = {
  'migrations/1_parents.sql': `-- Up Migration
CREATE TABLE parents (id bigint PRIMARY KEY);
-- Down Migration
DROP TABLE parents;`,
  'migrations/2_children.sql': `-- Up Migration
CREATE TABLE children (id bigint, parent_id bigint REFERENCES parents);
CREATE INDEX ON children (parent_id);
-- Down Migration
DROP TABLE children;`,
  'migrations/3_token.cjs': `exports.up = (pgm) => {
  pgm.addColumn('children', { token: { type: 'uuid', default: pgm.func('gen_random_uuid()') } });
};
exports.down = (pgm) => pgm.dropColumn('children', 'token');`,
  'migrations/4_fails.sql': `-- Up Migration
ALTER TABLE children ALTER COLUMN parent_id SET NOT NULL;
-- Down Migration
ALTER TABLE children DROP COLUMN missing;`,
};

describe('prove --locks', () => {
  it('prints after the proof the locks and effects of each statement, up and down', async () => {
    const project = await bench.project(files);
    const { code, stdout } = await project.run('prove --locks --no-color');
    const table = stdout.slice(stdout.indexOf('\n1_parents\n'));
    expect(code).toBe(1);
    expect(table.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' | '))).toEqual([
      '',
      '1_parents',
      'LOCK | ON | EFFECTS | STATEMENT',
      'down | ACCESS EXCLUSIVE | public.parents | DROP TABLE parents',
      '',
      '2_children',
      'LOCK | ON | EFFECTS | STATEMENT',
      'up | SHARE ROW EXCLUSIVE | public.parents | CREATE TABLE children (id bigint, parent_id bigint REFERENC…',
      'down | ACCESS EXCLUSIVE | public.children | DROP TABLE children',
      'down | ACCESS EXCLUSIVE | public.parents',
      '',
      '3_token',
      'LOCK | ON | EFFECTS | STATEMENT',
      'up | ACCESS EXCLUSIVE | public.children | rewrite, scan, index build | ALTER TABLE "children" ADD "token" uuid DEFAULT gen_random_…',
      'down | ACCESS EXCLUSIVE | public.children | ALTER TABLE "children" DROP "token"',
      '',
      '4_fails',
      'LOCK | ON | EFFECTS | STATEMENT',
      'up | ACCESS EXCLUSIVE | public.children | scan, validation | ALTER TABLE children ALTER COLUMN parent_id SET NOT NULL',
      expect.stringMatching(
        /^the down fails: column "missing" of relation "children" does not exist/,
      ) as string,
      '',
    ]);
  });

  it('adds the statements to the JSON report', async () => {
    const project = await bench.project(files);
    const { stdout } = await project.run('prove 2_children --locks --json');
    const { migrations } = JSON.parse(stdout) as { migrations: readonly { statements: readonly object[] }[] };
    expect(migrations[0]?.statements).toMatchObject([
      {
        direction: 'up',
        index: 0,
        locks: [{ relation: 'public.parents', kind: 'table', mode: 'ShareRowExclusiveLock' }],
        rewrites: [],
        transaction: 'one',
      },
      { direction: 'up', index: 1, sql: 'CREATE INDEX ON children (parent_id)', locks: [] },
      {
        direction: 'down',
        index: 0,
        locks: [
          { relation: 'public.children', mode: 'AccessExclusiveLock' },
          { relation: 'public.parents', mode: 'AccessExclusiveLock' },
        ],
      },
    ]);
  });
});
