import { useBench } from './support/bench.js';
import { sql, table, threeTables } from './support/migrations.js';
import { createProject } from './support/project.js';

const bench = useBench();
const nowhere = 'postgres://nobody@127.0.0.1:1/nowhere';

describe('--schema', () => {
  it('sets the search path of the migrations, and the schema of the migrations table', async () => {
    await bench.session.query('CREATE SCHEMA app');
    const project = await bench.project(threeTables);
    await project.run('up --schema app');

    expect(await bench.tables()).toEqual([]);
    expect(await bench.tables('app')).toEqual(['alpha', 'beta', 'gamma']);
    expect(
      (await bench.session.query("SELECT to_regclass('app.pgmigrations') IS NOT NULL AS there")).rows,
    ).toEqual([{ there: true }]);
    expect((await project.run('down --schema app 2')).code).toBe(0);
    expect(await bench.tables('app')).toEqual(['alpha']);
  });

  it('can be repeated, in the order of the search path', async () => {
    await bench.session.query('CREATE SCHEMA app; CREATE SCHEMA shared; CREATE TABLE shared.thing (n int)');
    const project = await bench.project({
      'migrations/1_copy.js': sql('CREATE TABLE copy AS SELECT * FROM thing', 'DROP TABLE copy'),
    });

    expect((await project.run('up --schema app --schema shared')).code).toBe(0);
    expect(await bench.tables('app')).toEqual(['copy']);
  });

  it('quotes names with special characters', async () => {
    await bench.session.query('CREATE SCHEMA "My ""own"" schema"');
    const project = await bench.project({ 'migrations/1_alpha.ts': table('alpha') });
    const result = await project.runArgs([
      'up',
      '--schema',
      'My "own" schema',
      '--migrations-schema',
      'public',
    ]);

    expect(result.stderr).not.toContain('error');
    expect(await bench.tables('My "own" schema')).toEqual(['alpha']);
  });

  it('is an error if the schema does not exist', async () => {
    const project = await bench.project(threeTables);
    const { code, stderr } = await project.run('up --schema nosuch');

    expect(code).toBe(3);
    expect(stderr).toContain('schema "nosuch" does not exist');
    expect(stderr).toContain('CREATE SCHEMA nosuch');
  });
});

describe('other flags', () => {
  it('--migrations-dir, --migrations-table and --migrations-schema take effect', async () => {
    await bench.session.query('CREATE SCHEMA book');
    const project = await bench.project({ 'db/steps/1_alpha.ts': table('alpha') });
    const flags = '--migrations-dir db/steps --migrations-table "steps" --migrations-schema book';
    expect((await project.run(`up ${flags.replaceAll('"', '')}`)).code).toBe(0);

    expect((await bench.session.query('SELECT name FROM book.steps')).rows).toEqual([{ name: '1_alpha' }]);
    expect(await bench.tables()).toEqual(['alpha']);
    expect((await project.run(`down ${flags.replaceAll('"', '')}`)).code).toBe(0);
    expect((await bench.session.query('SELECT name FROM book.steps')).rows).toEqual([]);
  });

  it('--database-url has precedence over the environment', async () => {
    const project = (await bench.project(threeTables)).with({
      DATABASE_URL: nowhere,
      DATABASE_URL_UNPOOLED: nowhere,
    });

    expect((await project.run(`up --database-url ${bench.url}`)).code).toBe(0);
    expect(await bench.tables()).toEqual(['alpha', 'beta', 'gamma']);
  });
});

describe('--config-file', () => {
  it('reads the keys of node-pg-migrate, from its section or at the top level', async () => {
    const settings = {
      url: bench.url,
      'migrations-dir': 'steps',
      'migrations-table': 'done',
      schema: ['app'],
      'create-schema': true,
      'ignore-pattern': '.*\\.md',
    };
    const project = (
      await bench.project({
        'steps/1_alpha.ts': table('alpha'),
        'steps/README.md': 'not a migration',
        'section.json': JSON.stringify({ db: settings }),
        'whole.json': JSON.stringify(settings),
        'code.ts': `export default ${JSON.stringify(settings)} as const;`,
      })
    ).with({});

    for (const file of ['section.json', 'whole.json', 'code.ts']) {
      expect((await project.run(`up --config-file ${file}`)).stderr).not.toContain('error');
      expect(await bench.tables('app')).toEqual(['alpha', 'done']);
      expect((await project.run(`down --config-file ${file}`)).code).toBe(0);
      expect(await bench.tables('app')).toEqual(['done']);
    }
  });

  it('can contain the name of the variable with the URL, or the parts of a connection', async () => {
    const { hostname, port, username, password, pathname } = new URL(bench.url);
    const project = (
      await bench.project({
        ...threeTables,
        'variable.json': JSON.stringify({ 'database-url-var': 'MY_DATABASE' }),
        'parts.json': JSON.stringify({
          host: hostname,
          port,
          user: username,
          password,
          database: pathname.slice(1),
        }),
      })
    ).with({});

    expect((await project.run('up 1 --config-file variable.json', { MY_DATABASE: bench.url })).code).toBe(0);
    expect((await project.run('up 1 --config-file parts.json')).code).toBe(0);
    expect(await bench.tables()).toEqual(['alpha', 'beta']);
  });

  it('has lower precedence than flags', async () => {
    const project = await bench.project({
      'migrations/1_alpha.ts': table('alpha'),
      'c.json': JSON.stringify({ 'migrations-dir': 'elsewhere', 'check-order': false }),
    });

    expect((await project.run('up --config-file c.json --migrations-dir migrations')).code).toBe(0);
  });

  it('can allow out-of-order migrations, and a flag can reject them again', async () => {
    const project = await bench.project({
      'migrations/1_alpha.ts': table('alpha'),
      'migrations/2_beta.ts': table('beta'),
      'c.json': JSON.stringify({ 'check-order': false }),
    });
    await bench.applied('beta');

    expect((await project.run('up --config-file c.json --check-order')).code).toBe(2);
    expect((await project.run('up --config-file c.json')).code).toBe(0);
    expect(await bench.tables()).toEqual(['alpha', 'beta']);
  });

  it.each([
    ['that is missing', 'nosuch.json', 'the configuration file nosuch.json cannot be read'],
    ['that is no JSON', 'bad.json', 'the configuration file bad.json cannot be read'],
    ['with a value of the wrong type', 'types.json', '"schema" of types.json must be string or strings'],
    ['with a pattern that is none', 'pattern.json', 'ignore-pattern [ is not a regular expression'],
  ])('is a usage error for a file %s', async (_, file, message) => {
    const project = await bench.project({
      ...threeTables,
      'bad.json': '{',
      'types.json': '{ "schema": 5, "check-order": "no" }',
      'pattern.json': '{ "ignore-pattern": "[" }',
    });
    const { code, stderr } = await project.run(`up --config-file ${file}`);

    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('the config package', () => {
  it('is used if the project has it installed', async () => {
    const project = (
      await bench.project({
        ...threeTables,
        'package.json': '{}',
        'node_modules/config/package.json': '{ "name": "config", "main": "index.js" }',
        'node_modules/config/index.js': `const settings = { db: { url: ${JSON.stringify(bench.url)} } };
module.exports = { has: (key) => key in settings, get: (key) => settings[key] };`,
      })
    ).with({});

    expect((await project.run('up 1')).code).toBe(0);
    expect(await bench.tables()).toEqual(['alpha']);
  });
});

describe('the environment', () => {
  it('includes the variables of .env, also for migrations', async () => {
    const project = (
      await bench.project({
        '.env': `DATABASE_URL=${bench.url}\nGREETING=hello\n`,
        'migrations/1_env.js': `export const up = (pgm) => { pgm.sql(\`CREATE TABLE \${process.env.GREETING} ()\`); };
export const down = () => {};`,
      })
    ).with({});

    expect((await project.run('up')).code).toBe(0);
    expect(await bench.tables()).toEqual(['hello']);
  });

  it('has precedence over .env', async () => {
    const project = await bench.project({ ...threeTables, '.env': `DATABASE_URL=${nowhere}\n` });

    expect((await project.run('up')).code).toBe(0);
  });

  it('provides DATABASE_URL_UNPOOLED for migrations and DATABASE_URL for seeds', async () => {
    const project = await bench.project({ ...threeTables, 'seeds/development/a.sql': 'SELECT 1' });
    const up = await project.run('up', { DATABASE_URL: nowhere, DATABASE_URL_UNPOOLED: bench.url });
    const seed = await project.run('seed', { DATABASE_URL: bench.url, DATABASE_URL_UNPOOLED: nowhere });

    expect([up.code, seed.code]).toEqual([0, 0]);
    expect((await project.run('up', { DATABASE_URL_UNPOOLED: nowhere })).code).toBe(3);
  });

  it('can name the server by the variables of libpq', async () => {
    const { hostname, port, username, password, pathname } = new URL(bench.url);
    const project = (await bench.project(threeTables)).with({
      PGHOST: hostname,
      PGPORT: port,
      PGUSER: username,
      PGPASSWORD: decodeURIComponent(password),
      PGDATABASE: pathname.slice(1),
    });

    expect((await project.run('up 1')).code).toBe(0);
    expect(await bench.tables()).toEqual(['alpha']);
    const wrong = await project.run('up', { PGPORT: 'abc' });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('PGPORT abc is not a valid port');
  });

  it.each([
    ['mysql://u:secret@h/d', 'DATABASE_URL is not a PostgreSQL connection URL'],
    ['postgres://u:sec ret@h:port/d', 'DATABASE_URL cannot be used'],
    ['postgres://u:secret@h/d?sslmode=sometimes', 'DATABASE_URL has sslmode=sometimes'],
    ['postgres://u:secret@h/d?sslmode=verify-full&sslrootcert=nosuch.pem', 'nosuch.pem'],
  ])('is a usage error that hides the password with DATABASE_URL=%s', async (url, message) => {
    const project = await createProject(threeTables, { DATABASE_URL: url });
    const { code, stdout, stderr } = await project.run('up --verbose --json');
    await project.remove();

    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout + stderr).not.toMatch(/sec ?ret/);
  });
});
