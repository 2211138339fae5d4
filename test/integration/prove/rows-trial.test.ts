import { proveIn, useProjects } from './support/proving.js';

const create = useProjects();

const sql = (up: string, down: string) => `-- Up Migration\n${up};\n-- Down Migration\n${down};\n`;

const base = sql(
  `CREATE TABLE kind (id int PRIMARY KEY);
   CREATE TABLE note (id int PRIMARY KEY, kind int NOT NULL REFERENCES kind DEFERRABLE INITIALLY DEFERRED, txt text)`,
  'DROP TABLE note, kind',
);

describe('the trial on generated rows', () => {
  it('reports a down that fails because of pending trigger events on rows written after the up', async () => {
    const project = await create({
      '1_base.sql': base,
      '2_loose.sql': sql(
        'ALTER TABLE note ALTER kind DROP NOT NULL',
        `UPDATE note SET kind = coalesce(kind, (SELECT min(id) FROM kind));
         ALTER TABLE note ALTER kind SET NOT NULL`,
      ),
    });
    const { verdicts, migration } = await proveIn(project);

    expect(verdicts['2_loose']).toBe('reversible');
    expect(migration('2_loose').notes).toEqual([
      'the down fails with generated rows that were inserted after the up: cannot ALTER TABLE "note" because it has pending trigger events',
    ]);
  });

  it('reports an up that fails in this way, but not one that only reads its own changes', async () => {
    const project = await create({
      '1_base.sql': base,
      '2_pending.sql': sql(
        'UPDATE note SET kind = (SELECT max(id) FROM kind); ALTER TABLE note ADD extra int',
        'ALTER TABLE note DROP extra',
      ),
      '3_text.sql': sql('UPDATE note SET txt = upper(txt)', 'SELECT 1'),
    });
    const { verdicts, migration } = await proveIn(project);

    expect(migration('2_pending').rows).toMatchObject([
      {
        table: 'public.kind',
        compared: 'no',
        reason: expect.stringContaining('pending trigger events') as string,
      },
      { table: 'public.note', compared: 'no' },
    ]);
    expect(verdicts['3_text']).toBe('loses-data');
  });

  it('reports session state that a step leaves behind', async () => {
    const project = await create({
      '1_leave.sql': sql(
        `SET lock_timeout = 0; SET my.own = 'on'; CREATE TEMP TABLE kept (id int)`,
        'RESET ALL',
      ),
    });

    expect((await proveIn(project)).migration('1_leave').notes).toEqual([
      'the up leaves session state behind: lock_timeout = 0, my.own = on, temporary table kept; it was reset for the next migration',
    ]);
  });
});
