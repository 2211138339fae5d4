import { readFile } from 'node:fs/promises';
import { useBench } from './support/bench.js';
import { table } from './support/migrations.js';
import type { Project } from './support/project.js';

const bench = useBench();

const project = (hooks: object, files: Readonly<Record<string, string>> = {}) =>
  bench.project({
    'roundtrip.json': JSON.stringify({ hooks }),
    'migrations/1_alpha.ts': table('alpha'),
    'migrations/2_beta.ts': table('beta'),
    ...files,
  });

const noting = (name: string) =>
  `printf '%s: %s\\n' "$ROUNDTRIP_HOOK" "$(echo $ROUNDTRIP_MIGRATIONS)" >> ${name}`;

const notesOf = (hooked: Project) => readFile(hooked.path('notes.txt'), 'utf8').catch(() => '');

describe('the hooks of roundtrip.json', () => {
  it('run after up, down and redo, with the names of the migrations', async () => {
    const hooked = await project({ afterUp: noting('notes.txt'), afterDown: noting('notes.txt') });
    await hooked.run('up --yes');
    await hooked.run('redo --yes');
    await hooked.run('down 2 --yes');

    expect(await notesOf(hooked)).toBe(
      'afterUp: 1_alpha 2_beta\nafterUp: 2_beta\nafterDown: 2_beta 1_alpha\n',
    );
  });

  it('do not run with nothing to do, a plan, --fake, --no-hooks, a failure, or in a proof', async () => {
    const hooked = await project(
      { afterUp: noting('notes.txt'), afterDown: noting('notes.txt') },
      { 'migrations/3_broken.sql': 'SELECT * FROM nowhere;' },
    );
    for (const line of [
      'prove --embedded',
      'up --dry-run',
      'up --plan',
      'up 1 --no-hooks',
      'up 1 --fake',
      'up 2_beta',
      'up',
      'down --dry-run',
      'status',
      'verify',
    ])
      await hooked.run(`${line} --yes`);

    expect(await notesOf(hooked)).toBe('');
  });

  it('print to standard error, and make the command exit 1 if they fail', async () => {
    const hooked = await project({ afterUp: 'echo out; echo problem >&2; exit 7' });
    const { stdout, stderr, code } = await hooked.run('up --json --yes');

    expect(JSON.parse(stdout)).toMatchObject({
      format: 'roundtrip.run/1',
      migrations: [{ name: '1_alpha' }, { name: '2_beta' }],
      hook: { name: 'afterUp', exitCode: 7 },
    });
    expect(stderr).toContain('\nout\n');
    expect(stderr).toContain('\nproblem\n');
    expect(stderr).toContain('afterUp failed with exit code 7');
    expect(code).toBe(1);
    expect(await bench.tables()).toEqual(['alpha', 'beta']);
  });

  it('must be texts that are not empty', async () => {
    const { stderr, code } = await (await project({ afterUp: ' ', afterdown: 'x' })).run('up --yes');

    expect(stderr).toContain('hooks.afterUp must be a string that is not empty');
    expect(stderr).toContain('unknown key hooks.afterdown');
    expect(code).toBe(2);
  });
});
