import { randomInt } from 'node:crypto';
import { parseConnectionUrl } from '../../../src/config/connection.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import { openServer } from '../../../src/database/server/open-server.js';
import type { Database, Session } from '../../../src/database/session.js';
import { ensureHistory } from '../../../src/history/history-schema.js';
import { prepareDatabase } from '../../../src/migrations/prepare-database.js';
import { down, up, type RunOptions } from '../../../src/run/run-migrations.js';
import { verify } from '../../../src/verify/verify.js';
import { expressionObjects, withoutExpressionObjects } from '../../support/expressions-sql.js';
import {
  copied,
  mayDump,
  renamed,
  replicated,
  restored,
  restoredWithoutOwners,
  type Move,
} from '../../support/moves.js';
import { mayUpgrade, withUpgrade } from '../../support/pg-upgrade.js';
import { useOwnTestServer } from '../../support/own-test-server.js';
import { openTestServer } from '../../support/scratch.js';
import { findingsOf, makeProject, removeProjects } from '../verify/support/compared.js';

const stopServer = await useOwnTestServer();
const itDumped = (await mayDump()) ? it : it.skip;

const migrations = {
  '1_base.sql': `-- Up Migration
CREATE TABLE customers (id int PRIMARY KEY, name varchar(20) CHECK (name NOT IN ('x','y')));
CREATE VIEW known AS SELECT * FROM customers WHERE name IN ('a','b');
-- Down Migration
DROP VIEW known; DROP TABLE customers;`,
  '2_orders.sql': `-- Up Migration
DROP VIEW known; ALTER TABLE customers DROP CONSTRAINT customers_name_check;
${expressionObjects}
-- Down Migration
${withoutExpressionObjects}
ALTER TABLE customers ADD CONSTRAINT customers_name_check CHECK (name NOT IN ('x','y'));
CREATE VIEW known AS SELECT * FROM customers WHERE name IN ('a','b');`,
};

const databases: string[] = [];
let admin: Session;

beforeAll(async () => {
  admin = await (await openTestServer()).connect();
});

afterAll(async () => {
  for (const name of databases) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await admin.close();
  await removeProjects();
});

function newName(): string {
  const name = `rt_moved_${randomInt(1_000_000_000)}`;
  databases.push(name);
  return name;
}

async function open(name: string): Promise<Database> {
  return (await openTestServer()).sibling(name);
}

async function options(database: Database): Promise<RunOptions> {
  const config = await makeProject(migrations);
  const observer = { started: () => undefined, finished: () => undefined };
  return { database, config, signal: uninterruptible, observer, mode: 'run' };
}

const all = { kind: 'all' } as const;

/** Applies the migrations and clears their records, as after restoring a dump of the schema only. */
async function makeSchema(name: string): Promise<void> {
  const run = await options(await open(name));
  const session = await run.database.connect();
  await up(all, run);
  await session.query('DROP SCHEMA roundtrip CASCADE; DROP TABLE pgmigrations');
  await prepareDatabase(session, run.config.migrations);
  await ensureHistory(session);
  await session.query('DELETE FROM roundtrip.version');
  await session.close();
}

async function expectRoundTrip(move: Move): Promise<void> {
  const [from, to] = [newName(), newName()];
  await admin.query(`CREATE DATABASE ${from}`);
  await up(all, await options(await open(from)));
  await move.move(admin, from, to);
  await expectGoesDown(await open(to));
}

async function expectGoesDown(database: Database): Promise<void> {
  const run = await options(database);
  const { signal } = run;
  const verifying = { database, signal, config: run.config.migrations, rules: [] };
  const report = await verify({ ...verifying, scratch: { kind: 'automatic' } });
  const names = (results: readonly { readonly migration: { readonly name: string } }[]) =>
    results.map(({ migration }) => migration.name);

  expect(findingsOf(report)).toEqual([]);
  expect(names(await down({ kind: 'count', count: 1 }, run))).toEqual(['2_orders']);
  expect(names(await up(all, run))).toEqual(['2_orders']);
  expect(names(await down(all, run))).toEqual(['2_orders', '1_base']);
}

describe('a migrated database that was moved', () => {
  it.each([renamed, copied, replicated(makeSchema)])(
    'matches its migrations, and can be rolled back, migrated and rolled back: $name',
    (move) => expectRoundTrip(move),
  );

  itDumped.each([restored, restoredWithoutOwners])(
    'matches its migrations, and can be rolled back, migrated and rolled back: $name (needs pg_dump of the server version)',
    (move) => expectRoundTrip(move),
  );
});

const itUpgraded = mayUpgrade() ? it : it.skip;

itUpgraded(
  'a migrated database that was upgraded matches its migrations, and can be rolled back, migrated and rolled back (needs pg_upgrade)',
  async () => {
    await withUpgrade({
      before: async (url) => {
        await up(all, await options(await openAt(url)));
      },
      after: async (url) => {
        await expectGoesDown(await openAt(url));
      },
    });
  },
);

function openAt(url: string): Promise<Database> {
  const connection = parseConnectionUrl(url, 'the test');
  return openServer({ connection, kind: 'server', signal: uninterruptible, pooler: 'refused' });
}

afterAll(stopServer);
