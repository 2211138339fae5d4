import { useLive } from './support/live.js';
import { separate, sql, table } from './support/migrations.js';

const live = useLive();

describe('redo', () => {
  it('runs in one transaction', async () => {
    const project = await live.project({ '1_alpha.cjs': table('alpha') });
    await project.up();
    const { steps } = await project.redo();
    const { rows } = await live.session.query(
      'SELECT xmin FROM pgmigrations UNION SELECT xmin FROM roundtrip.history WHERE id > 1',
    );

    expect({ steps, transactions: rows.length }).toEqual({
      steps: ['down 1_alpha', 'up 1_alpha'],
      transactions: 1,
    });
    expect(await live.history()).toEqual(['up 1_alpha done', 'down 1_alpha done', 'up 1_alpha done']);
  });

  it('that fails in one of its steps, or is not exact, leaves the database unchanged', async () => {
    const project = await live.project({
      '1_once.cjs': sql(
        'CREATE TABLE once (id int); SELECT 1 / (1 - (SELECT count(*) FROM asked))',
        'DROP TABLE once',
      ),
    });
    await live.session.query('CREATE TABLE asked (id int)');
    await project.up();
    await live.session.query('INSERT INTO asked VALUES (1)');

    expect((await project.redo()).error).toContain('the up of 1_once failed: division by zero');
    expect(await live.exists("to_regclass('once')")).toBe(true);
    expect(await live.history()).toEqual(['up 1_once done', 'up 1_once failed']);

    await live.session.query('ALTER TABLE once ADD COLUMN extra int');
    expect((await project.redo()).told).toContain('column public.once.extra would be dropped');
  });

  it('runs its two steps one after the other if a migration runs without a transaction', async () => {
    const project = await live.project({
      '1_alpha.cjs': table('alpha'),
      '2_index.cjs': separate(['CREATE INDEX CONCURRENTLY i ON alpha (note)'], ['DROP INDEX CONCURRENTLY i']),
    });
    await project.up();
    const { steps } = await project.redo({ target: { kind: 'count', count: 2 } });

    expect(steps).toEqual(['down 2_index', 'down 1_alpha', 'up 1_alpha', 'up 2_index']);
    expect(await live.recorded()).toEqual(['1_alpha', '2_index']);
  });

  it('considers objects that one of its steps created and a later one dropped', async () => {
    const project = await live.project({
      '1_indexed.cjs': sql('CREATE TABLE t (id int); CREATE INDEX i ON t (id)', 'DROP TABLE t'),
      '2_plain.cjs': sql('DROP INDEX i', 'CREATE INDEX i ON t (id)'),
    });
    await project.up();
    const { steps, told } = await project.redo({ target: { kind: 'count', count: 2 } });
    const back = await project.down({ target: { kind: 'count', count: 2 } });

    expect({ steps, told }).toEqual({
      steps: ['down 2_plain', 'down 1_indexed', 'up 1_indexed', 'up 2_plain'],
      told: '',
    });
    expect([back.told, back.steps]).toEqual(['', ['down 2_plain', 'down 1_indexed']]);
  });
});
