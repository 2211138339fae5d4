import { ChangedMeanwhile } from '../../../src/catalog/model/changed-meanwhile.js';
import { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import type { Config } from '../../../src/config/config.js';
import type { Database, Session } from '../../../src/database/session.js';
import { readDatabaseState } from '../../../src/database-state/read-database-state.js';
import { createScratch, type Scratch } from '../../support/scratch.js';
import { makeProject, removeProjects } from './support/compared.js';

/** More tables than the number of snapshots that a reading attempts. */
const numbers = [1, 2, 3, 4, 5, 6] as const;

let scratch: Scratch;
let config: Config;

beforeAll(async () => {
  scratch = await createScratch();
  config = await makeProject({});
});

beforeEach(async () => {
  for (const number of numbers) {
    await scratch.session.query(`CREATE TABLE vanishing_${number} (id int CHECK (id > 0))`);
  }
});

afterEach(async () => {
  for (const number of numbers) await scratch.session.query(`DROP TABLE IF EXISTS vanishing_${number}`);
});

afterAll(async () => {
  await scratch.drop();
  await removeProjects();
});

/**
 * A session in which the first `most` transactions each take a snapshot, after which another session drops a
 * table.
 */
function dropping(session: Session, most: number): Session {
  let begun = 0;
  const query: Session['query'] = async <Row extends object>(...asked: Parameters<Session['query']>) => {
    const result = await session.query<Row>(...asked);
    if (typeof asked[0] === 'string' && asked[0].startsWith('BEGIN') && begun < most) {
      begun += 1;
      await session.query('SELECT FROM pg_class');
      await scratch.session.query(`DROP TABLE vanishing_${begun}`);
    }
    return result;
  };
  return new Proxy(session, {
    get: (target, name) => {
      if (name === 'query') return query;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

async function tablesReadWhileDropping(most: number): Promise<readonly string[]> {
  const database: Database = {
    ...scratch.database,
    connect: async (options) => dropping(await scratch.database.connect(options), most),
  };
  const { catalog } = await readDatabaseState(database, { config: config.migrations });
  return [...catalog.values()].flatMap(({ kind, name }) => (kind === 'table' ? name : []));
}

it('PostgreSQL cannot read objects in a snapshot that other sessions have dropped since', async () => {
  const session = await scratch.database.connect();
  try {
    await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM pg_class');
    await scratch.session.query('DROP TABLE vanishing_1');

    await expect(readCatalog(session, { readIn: 'open transaction' })).rejects.toThrow(ChangedMeanwhile);
    await session.query('COMMIT; BEGIN');
    const { objects } = await readCatalog(session, { readIn: 'open transaction' });
    expect([...objects.values()].map(({ name }) => name)).not.toContain('public.vanishing_1');
  } finally {
    await session.close();
  }
});

it.each([
  ['once', 1],
  ['in each of its snapshots', 6],
])('reads a database while other sessions drop a table, %s', async (_title, most) => {
  const tables = await tablesReadWhileDropping(most);

  const dropped = numbers.filter((number) => !tables.includes(`public.vanishing_${number}`));
  expect(dropped).toEqual(numbers.slice(0, Math.min(most, 4)));
});
