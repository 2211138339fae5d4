import type { Config } from '../../../src/config/config.js';
import { baseline } from '../../../src/baseline/baseline.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import { planRun } from '../../../src/run-plan/plan-run.js';
import { renderPlan } from '../../../src/run/render-plan.js';
import { down } from '../../../src/run/run-migrations.js';
import { verify } from '../../../src/verify/verify.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { createScratch, type Scratch } from '../../support/scratch.js';
import { applyAll, makeProject, removeProjects } from '../verify/support/compared.js';

const stopServer = await useOwnTestServer();

/** Major version of the embedded server, which is used for migrations that change roles. */
const embeddedMajor = 18;

const role = 'rt_scratch_run';

const withoutTransaction = (up: string, down: string) => `
export const up = (pgm) => { pgm.noTransaction(); ${up} };
export const down = (pgm) => { pgm.noTransaction(); ${down} };`;

/**
 * The role is created with or without a transaction. The last down runs without one, so it is proven first.
 */
const projects = {
  'in a transaction': {
    '1_role.js': `
export const up = (pgm) => pgm.sql('CREATE ROLE ${role}; CREATE TABLE t (id int); GRANT SELECT ON t TO ${role}');
export const down = (pgm) => pgm.sql('DROP TABLE t; DROP ROLE ${role}');`,
  },
  'without a transaction': {
    '1_role.js': withoutTransaction(
      `for (const sql of ['CREATE ROLE ${role}', 'CREATE TABLE t (id int)', 'GRANT SELECT ON t TO ${role}']) pgm.sql(sql);`,
      `for (const sql of ['DROP TABLE t', 'DROP ROLE ${role}']) pgm.sql(sql);`,
    ),
  },
};

const second = {
  '2_index.js': withoutTransaction(
    `pgm.sql('CREATE INDEX CONCURRENTLY t_id ON t (id)');`,
    `pgm.sql('DROP INDEX CONCURRENTLY t_id');`,
  ),
};

afterAll(async () => {
  await removeProjects();
  await stopServer();
});

describe.each(Object.entries(projects))('migrations that create a role %s', (kind, first) => {
  let live: Scratch;
  let config: Config;

  beforeAll(async () => {
    live = await createScratch();
    await live.session.query('CREATE SCHEMA bookkeeping');
    config = await makeProject({ ...first, ...second }, { migrationsSchema: 'bookkeeping' });
    await applyAll(live.database, config);
  });

  afterAll(async () => {
    await live.session.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`).catch(() => undefined);
    await live.drop();
  });

  const means = () => ({ database: live.database, config, signal: uninterruptible });

  const features = {
    verify: async () => {
      const { migrations } = config;
      const options = { ...means(), config: migrations, rules: [] };
      return (await verify({ ...options, scratch: { kind: 'automatic' } })).verdict;
    },
    baseline: async () => {
      const options = { ...means(), scratch: { kind: 'automatic' }, mode: 'compare' } as const;
      await live.session.query('DROP SCHEMA roundtrip CASCADE');
      return (await baseline('2', options)).verdict;
    },
    'down --plan': async () => {
      const steps = await renderPlan(['down'], { kind: 'count', count: 2 }, means());
      const { objects } = await planRun({ ...means(), steps });
      return objects.filter(({ with: taker }) => taker === null).map(({ kind, name }) => `${kind} ${name}`);
    },
    'the proof before a down without a transaction': async () => {
      const observer = { started: () => undefined, finished: () => undefined };
      const options = { ...means(), observer, mode: 'run' } as const;
      return (await down({ kind: 'count', count: 1 }, options)).map(({ migration: { name } }) => name);
    },
  };

  const expectations = [
    ['down --plan', [`role ${role}`, 'table public.t']],
    ['verify', 'same'],
    ['baseline', 'contained'],
    ['the proof before a down without a transaction', ['2_index']],
  ] as const;
  // Without a transaction, only the detection differs, so one feature is enough.
  it.each(kind === 'in a transaction' ? expectations : expectations.slice(0, 1))(
    'are run by %s on an embedded server of the same major version',
    async (feature, expected) => {
      const outcome = features[feature]();
      if (live.database.server.major === embeddedMajor) expect(await outcome).toEqual(expected);
      else await expect(outcome).rejects.toThrow(/role/);
    },
  );
});
