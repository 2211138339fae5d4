import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { useLive } from './support/live.js';
import { sql, table } from './support/migrations.js';

const live = useLive();

describe('down --from-history', () => {
  it('rolls back with the files as they were applied, if they are missing or were edited', async () => {
    const project = await live.project({ '1_alpha.cjs': table('alpha'), '2_beta.cjs': table('beta') });
    await project.up();
    await rm(join(project.directory, 'migrations', '2_beta.cjs'));
    await project.write({ '1_alpha.cjs': sql('CREATE TABLE other (id int)', 'DROP TABLE other') });
    expect((await project.down()).error).toContain('files of applied migrations are missing: 2_beta');

    const { steps, error } = await project.down({ source: 'history', target: { kind: 'all' } });
    expect({ steps, error }).toEqual({ steps: ['down 2_beta', 'down 1_alpha'], error: '' });
    expect(await live.exists("coalesce(to_regclass('alpha'), to_regclass('beta'))")).toBe(false);
  });

  it('names the migrations without a recorded text', async () => {
    const project = await live.project({ '1_alpha.cjs': table('alpha') });
    await project.up({ history: 'off' });
    await rm(join(project.directory, 'migrations', '1_alpha.cjs'));

    expect((await project.down({ source: 'history' })).error).toContain(
      'files of applied migrations are missing: 1_alpha',
    );
  });
});

describe('an edited down', () => {
  it('runs, is recorded as edited, and is verified like any other', async () => {
    const project = await live.project({ '1_alpha.cjs': sql('CREATE TABLE alpha (id int)', 'SELECT 1') });
    await project.up();
    await project.write({ '1_alpha.cjs': sql('CREATE TABLE alpha (id int)', 'DROP TABLE alpha') });
    const { steps, notes } = await project.down();
    const { rows } = await live.session.query(
      'SELECT detail FROM roundtrip.history ORDER BY id DESC LIMIT 1',
    );

    expect({ steps, notes }).toEqual({
      steps: ['down 1_alpha'],
      notes: [{ kind: 'down-edited', names: ['1_alpha'] }],
    });
    expect(rows).toEqual([{ detail: { edited: 'down' } }]);
  });
});
