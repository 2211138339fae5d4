import type { Config } from '../../../src/config/config.js';
import { uninterruptible } from '../../../src/database/interruption.js';
import { renderVerify } from '../../../src/report/verify/text.js';
import { createPaint } from '../../../src/report/text/paint.js';
import type { RunOptions } from '../../../src/run/run-migrations.js';
import { parseOwns } from '../../../src/verify/other-projects.js';
import { verify } from '../../../src/verify/verify.js';
import type { VerifyReport } from '../../../src/verify/verify-report.js';
import { createScratch, type Scratch } from '../../support/scratch.js';
import { applyAll, findingsOf, makeProject, removeProjects } from './support/compared.js';

const shop = {
  '1_shop.sql': `
CREATE TABLE orders (id int PRIMARY KEY, note text);
CREATE TABLE runs (id int, name text, run_on timestamp);`,
};

const billing = {
  '1_schema.sql':
    'CREATE SCHEMA billing; CREATE TABLE billing.invoices (id serial PRIMARY KEY, "order" int);',
  '2_orders.sql': `
CREATE TYPE currency AS ENUM ('EUR');
ALTER TABLE orders ADD paid boolean, ALTER note SET NOT NULL;
CREATE INDEX orders_paid_idx ON orders (paid);
ALTER TABLE billing.invoices ADD FOREIGN KEY ("order") REFERENCES orders;`,
};

const own = [
  'table public."Billing runs"',
  'type public.currency',
  'column public.orders.paid',
  'index public.orders_paid_idx',
  'schema billing',
];

let live: Scratch;
let first: Config;
let second: Config;

beforeAll(async () => {
  first = await makeProject(shop);
  second = await makeProject(billing, { migrationsTable: 'Billing runs' });
});

afterAll(removeProjects);

beforeEach(async () => {
  live = await createScratch();
});

afterEach(() => live.drop());

async function applyBoth(history: RunOptions['history']): Promise<void> {
  await applyAll(live.database, first, history);
  await applyAll(live.database, second, history);
}

async function verifyFirst(owns: Readonly<Record<string, readonly string[]>> = {}): Promise<VerifyReport> {
  const others = parseOwns(Object.entries(owns).map(([table, patterns]) => ({ table, owns: patterns })));
  const { database } = live;
  const options = { database, config: first.migrations, signal: uninterruptible, rules: [], others };
  return verify({ ...options, scratch: { kind: 'automatic' } });
}

function ofOthers({ ofOthers: some }: VerifyReport): readonly string[] {
  return some.map(({ change, kind, name }) => `${change} ${kind} ${name}`).sort();
}

describe('another project in the same database', () => {
  it('is distinguished from drift by the history, and no SQL changes its objects', async () => {
    await applyBoth('on');
    const report = await verifyFirst();

    expect(findingsOf(report)).toEqual([]);
    expect(report).toMatchObject({ verdict: 'same', repair: { database: [], expectation: [] } });
    expect(ofOthers(report)).toEqual([
      'different column public.orders.note',
      'extra column public.orders.paid',
      'extra index public.orders_paid_idx',
      'extra schema billing',
      'extra table billing.invoices',
      'extra table public."Billing runs"',
      'extra type public.currency',
    ]);
    const text = renderVerify(report, { paint: createPaint('never'), verbosity: 'normal' });
    expect(text).toContain('created by the migrations of public."Billing runs", not compared: ');
    expect(text).toContain('7 of other migrations');
  });

  it('does not hide changes made by hand', async () => {
    await applyBoth('on');
    await live.session.query('CREATE TABLE stray (id int); ALTER TABLE orders ALTER note TYPE varchar');
    const report = await verifyFirst();

    expect(findingsOf(report)).toEqual(['different column public.orders.note', 'extra table public.stray']);
    expect(report.repair.database).toContain('DROP TABLE public.stray;');
    expect(report.repair.database.filter((sql) => sql.startsWith('DROP'))).toHaveLength(1);
  });

  it('does not explain a value that it did not set', async () => {
    const wider = { ...billing, '3_wider.sql': 'ALTER TABLE orders ALTER note TYPE varchar(20);' };
    await applyAll(live.database, first);
    await applyAll(live.database, await makeProject(wider, { migrationsTable: 'Billing runs' }));
    expect(findingsOf(await verifyFirst())).toEqual([]);

    await live.session.query('ALTER TABLE orders ALTER note TYPE varchar(10)');
    expect(findingsOf(await verifyFirst())).toEqual(['different column public.orders.note']);
  });

  it('is reported if no history records its objects, and no SQL is offered that drops objects', async () => {
    await applyBoth('off');
    const report = await verifyFirst();

    expect(ofOthers(report)).toEqual(['extra table public."Billing runs"']);
    expect(findingsOf(report)).toContain('extra table billing.invoices');
    expect(report.repair.database).toEqual(['ALTER TABLE public.orders ALTER COLUMN note DROP NOT NULL;']);
    expect(report.findings.filter(({ change, repair }) => change === 'extra' && repair.database)).toEqual([]);
    expect(report.notes.join('\n')).toContain(
      'another project migrates this database (public."Billing runs")',
    );
  });

  it('owns the objects that roundtrip.json lists', async () => {
    await applyBoth('off');
    await live.session.query('CREATE TABLE stray (id int)');
    const report = await verifyFirst({ 'public."Billing runs"': [...own.slice(1)], 'public.gone': [] });

    expect(findingsOf(report)).toEqual(['different column public.orders.note', 'extra table public.stray']);
    expect(report.repair.database).toContain('DROP TABLE public.stray;');
    expect(ofOthers(report)).toHaveLength(6);
    expect(report.notes).toEqual([
      'verify.others of roundtrip.json names the migrations table public.gone, which does not exist',
    ]);
  });

  it('may have a migrations table of another structure, if roundtrip.json names it', async () => {
    await applyAll(live.database, first);
    await live.session.query('CREATE TABLE schema_version (version int); CREATE TABLE theirs (id int)');
    expect((await verifyFirst()).repair.database).toHaveLength(2);
    const report = await verifyFirst({ 'public.schema_version': [] });

    expect(findingsOf(report)).toEqual(['extra table public.theirs']);
    expect(report.repair.database).toEqual([]);
  });
});

it.each([[['schema']], [['nonsense public.x']], [['']]])(
  '%j is rejected as a list of the objects that another project owns',
  (owns) => {
    expect(() => parseOwns([{ table: 'public.t', owns }])).toThrow(
      /of verify\.others in roundtrip\.json is not a kind/,
    );
  },
);
