import type { Files } from '../cli/support/project.js';
import { createScratch } from '../../support/scratch.js';
import { migration, outsideTransaction, proveIn, useProjects } from './support/proving.js';

const project = useProjects();

/** Correct migrations that need special handling, in one chain. */
const careful: Files = {
  '01_base.js': migration(
    "CREATE TABLE base (id int PRIMARY KEY, note text); INSERT INTO base VALUES (1, 'one')",
    'DROP TABLE base',
  ),
  '02_concurrently.js': outsideTransaction(
    ['CREATE INDEX CONCURRENTLY base_note ON base (note)'],
    ['DROP INDEX CONCURRENTLY base_note'],
  ),
  '03_enum.js': migration("CREATE TYPE mood AS ENUM ('sad')", 'DROP TYPE mood'),
  '04_add_value.js': outsideTransaction(
    ["ALTER TYPE mood ADD VALUE 'ok'"],
    ['ALTER TYPE mood RENAME TO mood_old', "CREATE TYPE mood AS ENUM ('sad')", 'DROP TYPE mood_old'],
  ),
  '05_extension.js': migration(
    'CREATE EXTENSION hstore; CREATE TABLE h (v hstore)',
    'DROP TABLE h; DROP EXTENSION hstore',
  ),
  '06_event_trigger.js': migration(
    `CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; END $$;
     CREATE EVENT TRIGGER watcher ON ddl_command_end EXECUTE FUNCTION watch()`,
    'DROP EVENT TRIGGER watcher; DROP FUNCTION watch()',
  ),
  '07_publication.js': migration('CREATE PUBLICATION pub FOR TABLE base', 'DROP PUBLICATION pub'),
  '08_subscription.js': migration(
    "CREATE SUBSCRIPTION sub CONNECTION 'host=nowhere.invalid dbname=x' PUBLICATION pub WITH (connect = false, slot_name = NONE)",
    'DROP SUBSCRIPTION sub',
  ),
  '09_schemas.js': migration(
    'CREATE SCHEMA one; CREATE SCHEMA two; CREATE TABLE one.t (id int PRIMARY KEY); CREATE TABLE two.t (id int REFERENCES one.t)',
    'DROP TABLE two.t, one.t; DROP SCHEMA two; DROP SCHEMA one',
  ),
  '10_inferred.js': "export const up = (pgm) => pgm.createTable('inferred', { id: 'id' });\n",
  '11_query.js': `export const up = async (pgm) => {
  const { rows } = await pgm.db.query("SELECT 'asked_' || count(*) AS name FROM base");
  pgm.createTable(rows[0].name, { id: 'id' });
};
export const down = async (pgm) => {
  const rows = await pgm.db.select("SELECT tablename AS name FROM pg_tables WHERE tablename LIKE 'asked%'");
  for (const { name } of rows) pgm.dropTable(name);
};
`,
  '12_calls_back.cjs': `exports.up = (pgm, done) => { pgm.createTable('late', { id: 'id' }); setTimeout(done, 5); };
exports.down = (pgm) => { pgm.dropTable('late'); };
`,
  '13_sql.sql':
    '-- Up Migration\nCREATE VIEW shown AS SELECT id FROM base;\n-- Down Migration\nDROP VIEW shown;\n',
  '14_pair.up.sql': 'CREATE MATERIALIZED VIEW kept AS SELECT id FROM base;\n',
  '14_pair.down.sql': 'DROP MATERIALIZED VIEW kept;\n',
  '15_settings.js': migration(
    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = 8192', current_database()); END $$",
    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET work_mem', current_database()); END $$",
  ),
  '16_default_privileges.js': migration(
    'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC; GRANT SELECT ON base TO PUBLIC',
    'ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM PUBLIC; REVOKE SELECT ON base FROM PUBLIC',
  ),
};

/** Downs that would pass only with session state of their up. */
const tricky: Readonly<Record<string, readonly [string, string]>> = {
  '2_temporary': [
    migration(
      'CREATE TEMP TABLE remembered AS SELECT note FROM base; UPDATE base SET note = upper(note)',
      'UPDATE base SET note = (SELECT r.note FROM remembered r)',
    ),
    'fails',
  ],
  '3_setting': [
    migration(
      "SELECT set_config('my.table', 'from_setting', false); CREATE TABLE from_setting (id int)",
      "DO $$ BEGIN IF current_setting('my.table', true) = 'from_setting' THEN DROP TABLE from_setting; END IF; END $$",
    ),
    'leaves-traces',
  ],
  '4_prepared': [
    migration(
      'PREPARE undo AS SELECT 1; CREATE TABLE prepared (id int)',
      'EXECUTE undo; DROP TABLE prepared',
    ),
    'fails',
  ],
  '5_search_path': [
    migration(
      'CREATE SCHEMA aside; SET search_path TO aside; CREATE TABLE here (id int)',
      'DROP TABLE here; DROP SCHEMA aside',
    ),
    'fails',
  ],
};

describe('migrations that require special handling', () => {
  it('are all proven to be reversible, with and without generated rows, and leave nothing on the server', async () => {
    const { verdicts, report, code } = await proveIn(await project(careful));
    expect(Object.entries(verdicts).filter(([, verdict]) => verdict !== 'reversible')).toEqual([]);
    expect([code, report.verdict, report.compared.notCompared]).toEqual([0, 'reversible', []]);
  });

  it('cannot use the session state of their up in their down', async () => {
    const base = { '1_base.js': careful['01_base.js'] ?? '' };
    const files = Object.entries(tricky).map(([name, [text]]) => [`${name}.js`, text]);
    const { verdicts } = await proveIn(
      await project({ ...base, ...(Object.fromEntries(files) as Files) }),
      '--rows existing',
    );
    const expected = Object.entries(tricky).map(([name, [, verdict]]) => [name, verdict]);
    expect(verdicts).toEqual({ '1_base': 'reversible', ...Object.fromEntries(expected) });
  });

  it('leave no subscription on the server if their down does not drop it', async () => {
    const forgetful = migration(
      "CREATE SUBSCRIPTION forgotten CONNECTION 'host=nowhere.invalid dbname=x' PUBLICATION p WITH (connect = false)",
      'SELECT 1',
    );
    const { verdicts, code } = await proveIn(
      await project({ '1_base.js': careful['01_base.js'] ?? '', '2_sub.js': forgetful }),
    );
    expect([code, verdicts['2_sub']]).toEqual([1, 'leaves-traces']);
    const scratch = await createScratch();
    const { rows } = await scratch.session.query("SELECT FROM pg_subscription WHERE subname = 'forgotten'");
    await scratch.drop();
    expect(rows).toEqual([]);
  });
});
