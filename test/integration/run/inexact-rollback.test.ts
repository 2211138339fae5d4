import { parseObjectPattern } from '../../../src/catalog/model/object-pattern.js';
import { useLive } from './support/live.js';
import { sql } from './support/migrations.js';

const live = useLive();

describe('down --accept-traces with names', () => {
  const two = sql("CREATE TYPE mood AS ENUM ('sad'); CREATE TYPE size AS ENUM ('big')", 'SELECT 1');
  const named = (...texts: readonly string[]) => texts.flatMap((text) => parseObjectPattern(text) ?? []);

  it('stops at a difference that is not named', async () => {
    const project = await live.project({ '1_two.cjs': two });
    await project.up();
    const { steps, finding } = await project.down({ traces: named('type public.mood') });

    expect({ steps, stoppedBy: finding?.stoppedBy }).toEqual({ steps: [], stoppedBy: ['type public.size'] });
  });

  it('commits if all differences are named, and lists them', async () => {
    const project = await live.project({ '1_two.cjs': two });
    await project.up();
    const { steps, notes } = await project.down({ traces: named('type public.mood', 'type *.size') });

    expect({ steps, notes: notes.map(({ kind }) => kind) }).toEqual({
      steps: ['down 1_two'],
      notes: ['left-traces'],
    });
    expect(await live.history()).toEqual(['up 1_two done', 'down 1_two accepted-traces']);
  });

  it('also proves migrations without a record on a scratch database', async () => {
    const project = await live.project({ '1_two.cjs': two });
    await project.up({ history: 'off' });
    const stopped = await project.down({ traces: named('type public.mood') });
    expect({ on: stopped.finding?.on, by: stopped.finding?.stoppedBy }).toEqual({
      on: 'scratch',
      by: ['type public.size'],
    });

    expect((await project.down({ traces: named('type *') })).steps).toEqual(['down 1_two']);
  });
});

describe('the report on a rejected rollback', () => {
  it('distinguishes objects that the down does not restore from those that it should not drop', async () => {
    const project = await live.project({
      '1_base.cjs': sql(
        'CREATE TABLE t (id int); CREATE VIEW v AS SELECT 1 AS one; CREATE INDEX kept ON t (id)',
        'DROP TABLE t; DROP VIEW v',
      ),
      '2_bad.cjs': sql(
        'DROP VIEW v; CREATE TYPE mood AS ENUM ()',
        'DROP INDEX kept; CREATE TABLE helper (id int); COMMENT ON TABLE t IS NULL',
      ),
    });
    await project.up();
    await live.session.query("COMMENT ON TABLE t IS 'by hand'");
    const { told } = await project.down();

    expect(told).toContain('view public.v would be missing');
    expect(told).toContain('type public.mood would be left behind');
    expect(told).toContain('table public.helper would be new');
    expect(told).toContain('index public.kept would be dropped');
    expect(told).not.toContain('without its rows');
  });

  it('mentions a later change if it is kept', async () => {
    const project = await live.project({
      '1_two.cjs': sql(
        "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (id int); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        'DROP TABLE t',
      ),
    });
    await project.up();
    await live.session.query("CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2'");

    expect((await project.down()).told).toContain(
      'function public.f() was changed since the up; the change would remain',
    );
  });
});
