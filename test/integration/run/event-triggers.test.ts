import { randomUUID } from 'node:crypto';
import { ensureHistory } from '../../../src/history/history-schema.js';
import { ensureRecords } from '../../../src/seed/load-record.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { useLive } from './support/live.js';
import { table } from './support/migrations.js';

const stopServer = await useOwnTestServer();
const live = useLive();

/** `guarded` rejects commands on objects of roundtrip. The other triggers log all commands. */
const TRIGGERS = `
  CREATE TABLE ddl_log (event text, what text);
  CREATE FUNCTION guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
    IF current_query() LIKE ANY ('{%SCHEMA roundtrip%,%TABLE roundtrip%,%pgmigrations%(id%}') THEN RAISE EXCEPTION 'not here'; END IF;
  END $$;
  CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
    IF tg_event = 'sql_drop' THEN
      INSERT INTO public.ddl_log SELECT tg_event, object_identity FROM pg_event_trigger_dropped_objects() WHERE original;
    ELSE INSERT INTO public.ddl_log SELECT tg_event, object_identity FROM pg_event_trigger_ddl_commands();
    END IF;
  END $$;
  CREATE EVENT TRIGGER guarded ON ddl_command_start EXECUTE FUNCTION guard();
  CREATE EVENT TRIGGER noted ON ddl_command_end EXECUTE FUNCTION note();
  CREATE EVENT TRIGGER dropped ON sql_drop EXECUTE FUNCTION note()`;

beforeEach(() => live.session.query(TRIGGERS));
afterEach(() => live.session.query('DROP EVENT TRIGGER guarded, noted, dropped'));

async function logged(): Promise<readonly string[]> {
  const { rows } = await live.session.query<{ line: string }>(
    "SELECT event || ' ' || what AS line FROM ddl_log WHERE what !~ 'seq|pkey'",
  );
  return rows.map(({ line }) => line);
}

describe('event triggers of the database', () => {
  it('fire for the statements of migrations, and not for objects that roundtrip creates', async () => {
    const project = await live.project({ '1_alpha.cjs': table('alpha') });

    expect(await project.up()).toMatchObject({ steps: ['up 1_alpha'], error: '' });
    expect(await project.redo()).toMatchObject({ steps: ['down 1_alpha', 'up 1_alpha'], error: '' });
    expect(await project.down()).toMatchObject({ steps: ['down 1_alpha'], error: '' });
    await ensureRecords(live.session);

    const [made, gone] = ['ddl_command_end public.alpha', 'sql_drop public.alpha'];
    expect(await logged()).toEqual([made, gone, made, gone]);
    expect(await live.exists("to_regclass('roundtrip.load')")).toBe(true);
  });

  it('cause an error with their names if they reject the objects of a role that is not a superuser', async () => {
    const role = `plain_${randomUUID().slice(0, 8)}`;
    const session = await live.connect();
    await session.query(
      `CREATE ROLE ${role}; DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO ${role}', current_database()); END $$`,
    );
    try {
      await session.query(`SET ROLE ${role}`);
      await expect(ensureHistory(session)).rejects.toMatchObject({
        message:
          'the history (schema roundtrip) cannot be created: event trigger guarded rejected it: not here',
        exitCode: 3,
      });
    } finally {
      await session.query(`RESET ROLE; DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
    expect(await live.exists("to_regnamespace('roundtrip')")).toBe(false);
  });
});

afterAll(stopServer);
