import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Flags } from '../../../src/config/config.js';

let cwd: string;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'roundtrip-config-'));
});

afterAll(() => rm(cwd, { recursive: true }));

const read = (flags: Flags = {}, env: Record<string, string> = {}) => readConfig({ flags, env, cwd });

describe('an empty variable for the connection URL', () => {
  it.each([
    ['alone', { DATABASE_URL: '' }],
    ['of blanks', { DATABASE_URL: '  ' }],
    ['beside the variables of libpq', { DATABASE_URL: '', PGHOST: 'db.example.org' }],
    ['of the direct connection', { DATABASE_URL_UNPOOLED: '' }],
  ])('is rejected: %s', async (_title, env) => {
    await expect(read({}, env)).rejects.toThrow(/DATABASE_URL(_UNPOOLED)? is set to an empty string/);
  });

  it('is ignored if a flag names a database or the embedded server', async () => {
    const url = 'postgres://db.example.org/app';
    expect((await read({ databaseUrl: url }, { DATABASE_URL: '' })).database.kind).toBe('server');
    expect((await read({}, { DATABASE_URL_UNPOOLED: '', DATABASE_URL: url })).database.kind).toBe('server');
    expect((await read({ embedded: true }, { DATABASE_URL: '' })).database).toMatchObject({ why: 'asked' });
  });
});

it('the setting use-glob is rejected with a message that globs are not supported', async () => {
  await writeFile(
    join(cwd, 'glob.json'),
    JSON.stringify({ 'use-glob': true, 'migrations-dir': 'pkg/*/migrations/*.sql' }),
  );
  await expect(read({ configFile: 'glob.json' })).rejects.toThrow('"use-glob" of glob.json is not supported');
});

describe('a URL', () => {
  it('may contain options and an application name', async () => {
    const url = 'postgres://h/d?options=-c%20role%3Dwriter&application_name=deployer';
    expect((await read({}, { DATABASE_URL: url })).database).toMatchObject({
      connection: { options: '-c role=writer', applicationName: 'deployer' },
    });
  });

  it('with several hosts is rejected, and the message gives the reason', async () => {
    await expect(read({}, { DATABASE_URL: 'postgres://u:p@a:1,b:2/d' })).rejects.toThrow(
      'DATABASE_URL contains several hosts',
    );
  });
});

describe('a configuration', () => {
  it('is complete and frozen without any setting', async () => {
    const config = await read();

    expect(Object.isFrozen(config)).toBe(true);
    expect(config).toEqual({
      projectDirectory: cwd,
      database: { kind: 'embedded', directory: join(cwd, '.roundtrip'), why: 'nothing named' },
      seedDatabase: { kind: 'embedded', directory: join(cwd, '.roundtrip'), why: 'nothing named' },
      migrations: {
        directories: [join(cwd, 'migrations')],
        table: 'pgmigrations',
        tableSchema: 'public',
        schemas: ['public'],
        createSchemas: [],
        ignorePattern: undefined,
        checkOrder: 'enforced',
        decamelize: 'off',
        tsconfigPaths: undefined,
      },
      limits: { lockWait: 0, lockTimeout: 2_000, statementTimeout: 0, idleInTransactionTimeout: 60_000 },
      seedsDirectory: join(cwd, 'seeds'),
      seedSet: 'development',
      environment: 'other',
      prove: { rows: 'generate', seed: undefined, strict: 'off', accept: [] },
      verify: { ignore: [], others: [] },
      keep: { mode: 'restore', limit: 2 ** 30 },
      lint: { rules: {} },
      hooks: { afterUp: undefined, afterDown: undefined },
      extensions: [],
      sources: { project: undefined, nodePgMigrate: undefined, origins: new Map(), unused: [] },
    });
  });

  it.each([
    ['0', 0],
    ['250', 250],
    ['500ms', 500],
    ['10s', 10_000],
    ['5min', 300_000],
    ['2 h', 7_200_000],
  ])('reads the duration %s as %d milliseconds', async (lockTimeout, milliseconds) => {
    expect((await read({ lockTimeout })).limits.lockTimeout).toBe(milliseconds);
  });

  it('with several mistakes is rejected with a list of all of them, each once', async () => {
    const flags = { lockWait: '-1', statementTimeout: '1 day' };

    await expect(read(flags, { DATABASE_URL: 'http://x' })).rejects.toThrow(
      [
        'DATABASE_URL is not a PostgreSQL connection URL',
        '--lock-wait -1 is not a valid number of seconds',
        '--statement-timeout 1 day is not a valid duration',
      ].join('\n'),
    );
  });

  it('uses the direct URL for migrations and the pooled one for seeds', async () => {
    const env = { DATABASE_URL: 'postgres://pooled/d', DATABASE_URL_UNPOOLED: 'postgres://direct/d' };

    expect(await read({}, env)).toMatchObject({
      database: { connection: { source: 'DATABASE_URL_UNPOOLED', host: 'direct' } },
      seedDatabase: { connection: { source: 'DATABASE_URL', host: 'pooled' } },
    });
  });

  it("accepts TLS settings and a port as text from node-pg-migrate's file", async () => {
    await writeFile(join(cwd, 'c.json'), JSON.stringify({ db: { host: 'h', port: '6543', ssl: true } }));

    expect(await read({ configFile: 'c.json' })).toMatchObject({
      database: { connection: { host: 'h', port: 6543, ssl: true } },
    });
  });

  it('is rejected with a list of all values of the wrong type in the file', async () => {
    await writeFile(join(cwd, 'bad.json'), JSON.stringify({ schema: [1], 'check-order': 'no', unknown: {} }));

    await expect(read({ configFile: 'bad.json' })).rejects.toThrow(
      '"schema" of bad.json must be string or strings\n"check-order" of bad.json must be boolean',
    );
  });
});
