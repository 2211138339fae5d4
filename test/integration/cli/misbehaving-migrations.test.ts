import { useBench } from './support/bench.js';
import { sql, table } from './support/migrations.js';
import type { Project } from './support/project.js';

const bench = useBench();

/** A correct migration, and one whose `up` has this body from line 2 on. */
function misbehaving(body: string) {
  return {
    'migrations/1_alpha.ts': table('alpha'),
    'migrations/2_bad.js': `exports.up = async (pgm) => {\n${body}\n};\nexports.down = () => {};\n`,
  };
}

const SCRATCH = `
  SELECT d.datname FROM pg_catalog.pg_database AS d
  WHERE d.datname ~ '^roundtrip_scratch_' AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_locks AS l
    WHERE l.locktype = 'advisory' AND l.objid = pg_catalog.int8in(pg_catalog.textout(pg_catalog.split_part(d.datname, '_', 3))))`;

async function proveJson(project: Project) {
  const result = await project.run('prove --json');
  return { ...result, json: JSON.parse(result.stdout) as ProofJson };
}

interface ProofJson {
  readonly migrations?: readonly {
    readonly name: string;
    readonly verdict: string;
    readonly error?: { readonly message: string };
  }[];
  readonly error?: { readonly message: string };
}

const failingLater: Readonly<Record<string, string>> = {
  'a query': `pgm.db.query('SELECT nosuch');`,
  'a query in a function': `const work = async () => { await pgm.db.query('SELECT nosuch'); };\nwork();`,
  'a query before one that is awaited': `pgm.db.query('SELECT nosuch'); await pgm.db.query('SELECT 1');`,
  'the second query of a chain': `(async () => { await pgm.db.query('SELECT 1'); await pgm.db.query('SELECT nosuch'); })();`,
  'queries in a loop': `[1, 2].forEach(async (n) => { await pgm.db.query('SELECT nosuch' + n); });`,
};

describe('an operation that a migration does not await', () => {
  it.each(Object.entries(failingLater))('fails the migration, with its line: %s', async (_what, body) => {
    const project = await bench.project(misbehaving(`\n${body}`));
    const result = await project.run('up');

    expect(result).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/^up {4}1_alpha .*\n$/) as string,
    });
    expect(result.stderr).toMatch(/the up of 2_bad failed: a query that is not awaited failed: .*nosuch/);
    expect(result.stderr).toMatch(/2_bad\.js:[34]\n/);
    expect(result.stderr).not.toMatch(/^ +at /m);
    expect(await bench.recorded()).toEqual(['1_alpha']);
  });

  it.each([
    [
      'a rejected promise',
      `Promise.reject(new Error('lost'));\nawait new Promise((r) => setTimeout(r, 20));`,
      'lost',
    ],
    [
      'a timer that throws',
      `setTimeout(() => { throw new Error('tick'); }, 1);\nawait new Promise((r) => setTimeout(r, 50));`,
      'tick',
    ],
    [
      'an event handler that throws',
      `const { EventEmitter } = require('node:events'); const bus = new EventEmitter(); bus.on('go', () => { throw new Error('bang'); });
setImmediate(() => bus.emit('go')); await new Promise((r) => setTimeout(r, 50));`,
      'bang',
    ],
    [
      'a rejection with undefined',
      `Promise.reject();\nawait new Promise((r) => setTimeout(r, 20));`,
      'it threw undefined',
    ],
  ])('fails the migration: %s', async (_what, body, message) => {
    const project = await bench.project(misbehaving(body));
    const result = await project.runAlone('up --json');

    expect(result.code).toBe(3);
    expect(JSON.parse(result.stdout)).toMatchObject({ format: 'roundtrip.error/1' });
    expect(result.stderr).toContain('the up of 2_bad failed');
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toMatch(/^ +at /m);
  });

  it('is reported by a proof, which continues and leaves no objects behind', async () => {
    const project = await bench.project(misbehaving(`pgm.db.query('SELECT nosuch');`));
    const { code, json } = await proveJson(project);

    expect(code).toBe(1);
    expect(json.migrations?.[1]).toMatchObject({
      name: '2_bad',
      verdict: 'fails',
      error: { message: 'a query that is not awaited failed: column "nosuch" does not exist (line 2)' },
    });
    expect((await bench.session.query(SCRATCH)).rows).toEqual([]);
  });

  it('runs before later statements if it succeeds', async () => {
    const project = await bench.project(
      misbehaving(`pgm.db.query('CREATE TABLE made ()'); pgm.sql('ALTER TABLE made ADD a integer');`),
    );
    expect(await project.run('up')).toMatchObject({ code: 0 });
    expect(await bench.tables()).toEqual(['alpha', 'made']);
  });

  it('is rejected if it starts after the end of the migration, and does not run in another one', async () => {
    const project = await bench.project({
      ...misbehaving(`setTimeout(() => { pgm.db.query('CREATE TABLE late ()'); }, 30);`),
      'migrations/3_slow.js': sql('SELECT pg_sleep(0.2)'),
    });
    const { code, stderr } = await project.runAlone('up');

    expect(code).toBe(2);
    expect(stderr).toContain('migrations/2_bad.js:2 failed after it had ended: a query is not awaited');
    expect(await bench.tables()).toEqual(['alpha']);
  });

  it('is reported if it fails after the last migration, and standard output is still one JSON document', async () => {
    const project = await bench.project(
      misbehaving(`setTimeout(() => { throw new Error('at last'); }, 300);`),
    );
    const { code, stdout, stderr } = await project.runAlone('up --json');

    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ format: 'roundtrip.run/1' });
    expect(stderr).toContain('failed after it had ended: at last');
  });
});

describe('a migration that fails in an unusual way', () => {
  it.each([
    ['throws undefined', 'throw undefined;', 'it threw undefined, which is not an Error'],
    ['throws a string', `throw 'no';`, `it threw 'no', which is not an Error`],
    [
      'throws an object without a prototype',
      'throw Object.create(null);',
      'it threw [Object: null prototype] {}',
    ],
    ['ends the process', 'process.exit(0);', 'it calls process.exit(0)'],
    [
      'ends the process later',
      'setImmediate(() => process.exit());\nawait new Promise((r) => setTimeout(r, 50));',
      'it calls process.exit()',
    ],
    [
      'ends its session',
      `await pgm.db.query('SELECT pg_terminate_backend(pg_backend_pid())');`,
      'terminating connection',
    ],
    [
      'catches a failure that aborts its transaction',
      `try { await pgm.db.query('SELECT nosuch'); } catch {}\npgm.sql('SELECT 1');`,
      'column "nosuch" does not exist; the migration caught this',
    ],
  ])('is reported: it %s', async (_what, body, message) => {
    const project = await bench.project(misbehaving(body));
    const { code, stderr } = await project.run('up');

    expect(code).toBe(3);
    expect(stderr).toContain(`the up of 2_bad failed: ${message}`);
    expect(stderr).not.toMatch(/^ +at |defect/m);
    expect(await bench.recorded()).toEqual(['1_alpha']);
  });

  it.each([
    [
      'rejects a promise',
      `Promise.reject(new Error('early'));\nexports.ready = new Promise((r) => setTimeout(r, 20));\n`,
    ],
    ['ends the process', 'process.exit(0);\n'],
    ['throws undefined', 'throw undefined;\n'],
  ])('is reported if it fails while it is loaded: it %s', async (_what, head) => {
    const project = await bench.project({ 'migrations/1_bad.js': `${head}exports.up = () => {};\n` });
    const { code } = await project.runAlone('up');

    expect(code).toBe(2);
  });

  it('is ended by the first Ctrl-C if it never returns', async () => {
    const project = await bench.project(
      misbehaving(
        `await pgm.db.query('CREATE TABLE half ()'); console.error('hanging'); await new Promise(() => {});`,
      ),
    );
    for (const command of ['up', 'prove'] as const) {
      const running = project.start(command);
      await new Promise<void>((resolve) => {
        running.process.stderr?.on('data', (text: string) => {
          if (text.includes('hanging')) resolve();
        });
        void running.finished.then(() => {
          resolve();
        });
      });
      running.process.kill('SIGINT');
      expect((await running.finished).code).toBe(130);
    }
    expect(await bench.tables()).toEqual(['alpha']);
    expect((await bench.session.query(SCRATCH)).rows).toEqual([]);
  });

  it('does not keep the command running if it leaves a timer', async () => {
    const project = await bench.project(misbehaving(`setInterval(() => {}, 1000);`));
    expect((await project.runAlone('up')).code).toBe(0);
  });
});

describe('a migration that changes the process', () => {
  const chatty = `console.log('log'); console.info('info'); console.table([{ a: 1 }]); process.stdout.write('raw\\n');
require('node:fs').writeSync(1, 'descriptor\\n'); require('node:fs').writeSync(process.stdout.fd, 'fd\\n');
setTimeout(() => console.log('later'), 1);`;
  const files = {
    'migrations/1_chatty.js': `console.log('loaded');\nexports.up = (pgm) => {\n${chatty}\n};\nexports.down = () => { ${chatty} };\n`,
    'seeds/development/01_chatty.js': `console.log('loaded');\nexports.seed = async (session) => { ${chatty}\nconsole.log((await session.query('SELECT 1 AS n')).rows); };`,
  };

  it('has its output redirected to standard error, in every command', async () => {
    const project = await bench.project(files);
    const commands = ['prove', 'up --dry-run', 'up', 'seed', 'verify', 'redo', 'docs', 'down'];
    for (const command of commands) {
      const run = command === 'up' ? 'runAlone' : 'run';
      const { stdout, stderr } = await project[run](`${command} --json`);
      expect([command, JSON.parse(stdout)]).toEqual([command, expect.anything()]);
      expect(stderr).toContain('loaded');
      expect(stderr).toContain('descriptor');
    }
  });

  it('does not pass a changed working directory or environment to the next migration', async () => {
    const project = await bench.project({
      'migrations/1_a.js': `exports.up = (pgm) => { process.chdir('/'); process.env.LEFT = 'behind'; delete process.env.PATH; pgm.sql('SELECT 1'); };\nexports.down = () => {};`,
      'migrations/2_b.js': `exports.up = (pgm) => { console.error(JSON.stringify([process.cwd(), process.env.LEFT ?? null, 'PATH' in process.env])); };\nexports.down = () => {};`,
    });
    const { code, stderr } = await project.run('up');

    expect(code).toBe(0);
    expect(stderr).toContain(JSON.stringify([project.directory, null, true]));
  });
});
