import { useBench } from '../cli/support/bench.js';
import { sql } from '../cli/support/migrations.js';

const bench = useBench();

interface Printed {
  readonly verdict: string;
  readonly migrations: readonly {
    readonly name: string;
    readonly verdict: string;
    readonly notes?: readonly string[];
    readonly kept?: readonly { readonly direction: string; readonly tables: readonly object[] }[];
  }[];
}

const files = {
  'migrations/1_users.js': sql(
    "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE users (id int PRIMARY KEY, name text, bio text, m mood)",
    'DROP TABLE users; DROP TYPE mood',
  ),
  'migrations/2_drop.js': sql('ALTER TABLE users DROP bio', 'ALTER TABLE users ADD bio text'),
  'migrations/3_change.js': sql("UPDATE users SET name = 'x' || name", 'SELECT 1'),
  'migrations/4_orders.js': sql(
    'CREATE TABLE orders (id serial PRIMARY KEY, user_id int REFERENCES users); CREATE INDEX orders_user ON orders (user_id)',
    'DROP INDEX orders_user; DROP TABLE orders',
  ),
};

async function prove(line: string): Promise<Printed> {
  const project = await bench.project(files);
  return JSON.parse((await project.run(`${line} --json`)).stdout) as Printed;
}

describe('prove --keep', () => {
  it('proves that no row is lost, and says what is kept', async () => {
    const [plain, kept] = [await prove('prove'), await prove('prove --keep')];

    expect(plain.migrations.map(({ verdict }) => verdict)).toEqual([
      ...['reversible', 'loses-data', 'loses-data', 'reversible'],
    ]);
    expect(kept.migrations.map(({ verdict }) => verdict)).toEqual([
      ...['reversible', 'reorders-columns', 'reversible', 'reversible'],
    ]);
    expect(kept.migrations[1]).toMatchObject({
      notes: expect.arrayContaining([
        'the up destroys rows or values of public.users (bio), which --keep keeps; the down restores them',
      ]) as string[],
      kept: expect.arrayContaining([
        {
          direction: 'up',
          tables: [{ table: 'public.users', what: 'columns', how: 'copied', columns: ['bio'] }],
        },
      ]) as object[],
    });
    expect(kept.migrations[3]).toMatchObject({
      kept: [{ direction: 'down', tables: [{ table: 'public.orders', how: 'moved' }] }],
    });
  });
});
