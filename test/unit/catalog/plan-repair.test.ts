import { toSnapshot } from '../../../src/catalog/model/snapshot.js';
import { diff } from '../../../src/catalog/model/diff.js';
import type { CatalogObject } from '../../../src/catalog/model/object.js';
import { planRepair, type RepairScope } from '../../../src/catalog/repair/plan-repair.js';

const own = { owner: 'app' } as const;

function view(name: string, of: string): CatalogObject {
  return { kind: 'view', name, attributes: { definition: ` SELECT id FROM ${of}`, ...own }, order: ['id'] };
}

function plan(
  before: readonly CatalogObject[],
  after: readonly CatalogObject[],
  more: Partial<RepairScope> = {},
) {
  const scope = { before: toSnapshot(before), after: toSnapshot(after), major: 18 };
  return planRepair(diff(scope.before, scope.after), { ...scope, ...more });
}

describe('the plan of a repair', () => {
  it('orders thousands of objects that depend on each other', () => {
    const count = 3000;
    const views = Array.from({ length: count }, (_, index) =>
      view(`public.v${index}`, index === 0 ? 'pg_catalog.pg_class' : `public.v${index - 1}`),
    );
    const names = views.map(({ name }) => name);
    expect(plan([], views).statements).toEqual(names.toReversed().map((name) => `DROP VIEW ${name};`));
    const created = plan(views, [], { role: 'app' }).statements;
    expect(created.map((statement) => statement.split(' ')[2])).toEqual(names);
  });

  it('sets no owner if the role that runs it is the owner', () => {
    const only = [view('public.v', 'pg_catalog.pg_class')];
    expect(plan(only, []).statements).toContain('ALTER VIEW public.v OWNER TO app;');
    expect(plan(only, [], { role: 'app' }).statements.join()).not.toContain('OWNER TO');
    expect(plan(only, [], { role: 'other' }).statements).toContain('ALTER VIEW public.v OWNER TO app;');
  });

  const table: CatalogObject = { kind: 'table', name: 'public.t', attributes: own, order: ['at'] };
  const column = (attributes: CatalogObject['attributes']): CatalogObject => ({
    kind: 'column',
    name: 'public.t.at',
    parent: table,
    attributes: { type: 'timestamp with time zone', ...attributes },
  });
  const at = (second: string) =>
    column({ default: `'2026-01-01 10:00:${second}+00'::timestamp with time zone` });

  it('restores a default that is the time of a run only if all such defaults are restored', () => {
    const states = [
      [table, at('01.123456')],
      [table, at('02.654321')],
    ] as const;
    const advice = plan(...states);
    expect(advice.statements).toEqual([]);
    expect(advice.limits.map(({ reason }) => reason)).toEqual([expect.stringContaining("pgm.func('now()')")]);
    expect(plan(...states, { purpose: 'restoring' }).statements).toHaveLength(1);
    expect(plan([table, at('01')], [table, at('02')]).statements).toHaveLength(1);
  });

  it('creates no object that depends on one that cannot be restored', () => {
    const report = view('bi.report', 'public.t');
    const index: CatalogObject = {
      kind: 'index',
      name: 'public.t_at',
      parent: table,
      attributes: { definition: 'CREATE INDEX t_at ON public.t USING btree (at)' },
    };
    const { statements, limits } = plan([table, report, index], [table], { dropped: [at('01')] });
    expect(statements).toEqual([
      'CREATE VIEW bi.report AS  SELECT id FROM public.t;',
      'ALTER VIEW bi.report OWNER TO app;',
    ]);
    expect(limits.map(({ reason }) => reason)).toEqual(['it needs column public.t.at, which the down drops']);
  });

  it('lists the tables and columns whose data it deletes', () => {
    const { destroys } = plan([], [table, at('01'), view('public.v', 'public.t')]);
    expect(destroys.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['table public.t']);
    expect(plan([table], [table, at('01')]).destroys).toHaveLength(1);
  });

  it.each([
    ['character varying(64)', 'character varying(255)', ''],
    ['character varying(64)', 'text', ''],
    ['numeric(6,2)', 'numeric(8,2)', ''],
    ['character varying(64)[]', 'character varying(255)[]', ''],
    ['integer', 'bigint', ' USING at::integer'],
    ['integer', 'text', ' USING at::integer'],
  ])('cuts no text when a column becomes %s again after %s', (type, from, using) => {
    expect(plan([table, column({ type })], [table, column({ type: from })]).statements).toEqual([
      `ALTER TABLE public.t ALTER COLUMN at TYPE ${type}${using};`,
    ]);
  });

  it('warns that a unique index fails if rows violate it', () => {
    const index: CatalogObject = {
      kind: 'index',
      name: 'public.t_at',
      parent: table,
      attributes: { definition: 'CREATE UNIQUE INDEX t_at ON public.t USING btree (at)' },
    };
    const note = '-- Fails, and changes nothing, if rows of public.t violate it.';
    expect(plan([table, index], [table]).statements[0]).toBe(note);
    expect(plan([table, index], []).statements).not.toContain(note);
  });

  it('reports that an installed extension cannot be downgraded', () => {
    const extension = (version: string): CatalogObject => ({
      kind: 'extension',
      name: 'citext',
      attributes: { schema: 'public', version, owner: 'app' },
    });
    expect(plan([extension('1.4')], [extension('1.5')]).statements).toEqual([
      expect.stringMatching(/^-- Fails where anything uses extension citext: /),
      'DROP EXTENSION citext;',
      "CREATE EXTENSION citext SCHEMA public VERSION '1.4';",
    ]);
    expect(plan([extension('1.5')], [extension('1.4')]).statements).toHaveLength(1);
  });
});
