import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config, type Flags } from '../../../src/config/config.js';
import { projectJsonSchema, projectShape } from '../../../src/config/project-shape.js';
import { UsageError } from '../../../src/errors.js';

let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'roundtrip-settings-'));
});

afterEach(() => rm(cwd, { recursive: true }));

const write = (name: string, content: unknown) => writeFile(join(cwd, name), JSON.stringify(content));

async function read(settings: unknown, flags: Flags = {}): Promise<Config> {
  await write('roundtrip.json', settings);
  return readConfig({ flags: { embedded: true, ...flags }, env: {}, cwd });
}

async function mistakesIn(settings: unknown): Promise<readonly string[]> {
  const error: unknown = await read(settings).catch((thrown: unknown) => thrown);
  if (!(error instanceof UsageError)) throw new Error('no mistake was found');
  return error.message.split('\n');
}

describe('the settings of a project', () => {
  it('may contain settings for migrations, seeds, limits and proofs', async () => {
    const config = await read({
      $schema: './node_modules/pg-roundtrip/roundtrip.schema.json',
      migrationsDir: ['a/migrations', 'b/migrations', './a/migrations'],
      migrationsTable: 'done',
      migrationsSchema: 'book',
      schema: ['app', 'shared'],
      createSchema: true,
      createMigrationsSchema: true,
      ignorePattern: '.*\\.md',
      checkOrder: false,
      decamelize: true,
      tsconfigPaths: true,
      seedsDir: 'db/seeds',
      seedSet: 'demo',
      extensions: ['citext'],
      lockWait: 30,
      lockTimeout: '5s',
      statementTimeout: '1min',
      idleInTransactionTimeout: '0',
      prove: { rows: 'existing', seed: 'demo', strict: true },
    });

    expect(config.migrations).toEqual({
      directories: [join(cwd, 'a/migrations'), join(cwd, 'b/migrations')],
      table: 'done',
      tableSchema: 'book',
      schemas: ['app', 'shared'],
      createSchemas: ['app', 'shared', 'book'],
      ignorePattern: '.*\\.md',
      checkOrder: 'off',
      decamelize: 'on',
      tsconfigPaths: true,
    });
    expect(config.limits).toEqual({
      lockWait: 30,
      lockTimeout: 5_000,
      statementTimeout: 60_000,
      idleInTransactionTimeout: 0,
    });
    expect(config.prove).toEqual({ rows: 'existing', seed: 'demo', strict: 'on', accept: [] });
    expect([config.seedsDirectory, config.seedSet, config.extensions]).toEqual([
      join(cwd, 'db/seeds'),
      'demo',
      ['citext'],
    ]);
  });

  it('have lower precedence than flags and higher than the configuration of node-pg-migrate', async () => {
    await write('migrate.json', { 'migrations-table': 'c', 'migrations-dir': 'c', schema: 'c' });
    const settings = { configFile: 'migrate.json', migrationsTable: 'b', migrationsDir: 'b' };
    const { migrations, sources } = await read(settings, { migrationsDir: ['a', 'a2'] });

    expect(migrations).toMatchObject({
      directories: [join(cwd, 'a'), join(cwd, 'a2')],
      table: 'b',
      schemas: ['c'],
    });
    expect([...sources.origins]).toEqual([
      ['migrationsDir', 'the command line'],
      ['migrationsTable', 'roundtrip.json'],
      ['schema', 'migrate.json'],
    ]);
  });

  it('may name the variable with the URL, and the section of a configuration file', async () => {
    await write('roundtrip.json', { configFile: 'c.json', configSection: 'pg', databaseUrlVar: 'APP_DB' });
    await write('c.json', { pg: { schema: 'app', 'database-url-var': 'OTHER' } });
    const env = { APP_DB: 'postgres://h/d', OTHER: 'postgres://other/d' };

    expect(await readConfig({ flags: {}, env, cwd })).toMatchObject({
      database: { connection: { source: 'APP_DB', host: 'h' } },
      migrations: { schemas: ['app'] },
    });
  });

  it('may be in package.json', async () => {
    await write('package.json', { name: 'x', roundtrip: { schema: 'app' } });
    const config = await readConfig({ flags: {}, env: {}, cwd });

    expect(config.migrations.schemas).toEqual(['app']);
    expect(config.sources.project).toBe('package.json');
  });

  it('are reported with the file name package.json if they have mistakes there', async () => {
    await write('package.json', { roundtrip: { shema: 'app' } });

    await expect(readConfig({ flags: {}, env: {}, cwd })).rejects.toThrow(
      '"roundtrip" in package.json: unknown key shema',
    );
  });

  it('must be equal if both files contain them', async () => {
    await write('package.json', { roundtrip: { schema: 'app' } });

    expect((await read({ schema: 'app' })).migrations.schemas).toEqual(['app']);
    await expect(read({ schema: 'other' })).rejects.toThrow(
      'roundtrip.json and the key "roundtrip" of package.json both exist, with different settings',
    );
  });

  it('may begin with a byte order mark', async () => {
    await writeFile(join(cwd, 'roundtrip.json'), '\uFEFF{ "schema": "app" }');

    expect((await readConfig({ flags: {}, env: {}, cwd })).migrations.schemas).toEqual(['app']);
  });

  it.each([
    [
      { migrationsDir: 7 },
      'migrationsDir must be a string, or a list of different strings that is not empty',
    ],
    [
      { migrationsDir: [] },
      'migrationsDir must be a string, or a list of different strings that is not empty',
    ],
    [{ schema: ['a', 'a'] }, 'schema must be a string, or a list of different strings that is not empty'],
    [{ checkOrder: 'no' }, 'checkOrder must be true or false'],
    [{ tsconfigPaths: 1 }, 'tsconfigPaths must be true, false or a string that is not empty'],
    [{ lockWait: '30' }, 'lockWait must be a number that is not negative'],
    [{ lockTimeout: 'long' }, 'lockTimeout must be a duration such as 500ms, 10s or 5min'],
    [{ prove: { rows: 'all' } }, 'prove.rows must be one of generate, existing, none'],
    [{ extensions: 'citext' }, 'extensions must be a list'],
    [{ accept: [{ verdict: 'fails', object: '*' }] }, 'accept[0].reason is missing'],
    [
      { accept: [{ verdict: 'fails', object: '*', reason: 'r', until: '2027-02-30' }] },
      'accept[0].until must be a day in the form 2027-03-31',
    ],
  ])('%j are rejected with the mistake', async (settings, mistake) => {
    expect(await mistakesIn(settings)).toEqual([`roundtrip.json: ${mistake}`]);
  });

  it('have all mistakes reported at once', async () => {
    expect(await mistakesIn({ table: 'x', schema: 1, prove: { row: 'none' } })).toEqual([
      expect.stringMatching(/^roundtrip\.json: unknown key table; known keys: \$schema, configFile, /),
      'roundtrip.json: schema must be a string, or a list of different strings that is not empty',
      'roundtrip.json: unknown key prove.row; known keys: rows, seed, strict',
    ]);
  });
});

describe('the JSON Schema of the settings', () => {
  it('is the one in the package', () => {
    const shipped: unknown = JSON.parse(readFileSync('roundtrip.schema.json', 'utf8'));

    expect(shipped).toEqual(JSON.parse(JSON.stringify(projectJsonSchema)));
  });

  it('allows no unknown key and describes every setting', () => {
    const objects = objectsIn(projectJsonSchema);

    expect(objects.length).toBeGreaterThan(4);
    for (const one of objects) {
      expect(one).toMatchObject({ additionalProperties: false, description: expect.any(String) as string });
      for (const field of Object.values(one.properties))
        expect(field).toHaveProperty('description', expect.any(String));
    }
  });
});

/** Values of every kind, for each setting. */
const samples: readonly unknown[] = [
  ...[true, false, null, 0, 3, -1, 1.5, '', ' ', 'x', '10s', '10 parsecs', '500MB', 'generate'],
  ...[[], ['a'], ['a', 'a'], [''], [1], {}, { rows: 'none' }, { rows: 'all' }, { seed: '' }, { strict: 1 }],
  ...[
    [{ verdict: 'fails', object: 'table a', reason: 'x' }],
    [{ verdict: 'fails', object: 'table a' }],
    [{}],
  ],
  ...[
    { ignore: [{ kind: 'table', name: 'a', reason: 'b' }] },
    { ignore: [{ kind: 'table' }] },
    { others: [{}] },
  ],
  ...[
    { rules: { a: 'off' } },
    { rules: { a: 'on' } },
    { maxWarnings: -1 },
    { afterUp: 'x' },
    { afterUp: '' },
  ],
];

it('is accepted by its JSON Schema exactly if it is accepted when it is read', () => {
  const check = new Ajv({ allowUnionTypes: true, formats: { date: true } }).compile(projectJsonSchema);
  const differing = Object.keys(projectShape.schema.properties as object).flatMap((key) =>
    samples.flatMap((value) => {
      const settings = { [key]: value };
      const mistakes: string[] = [];
      projectShape.read({ value: settings, path: '' }, (mistake) => mistakes.push(mistake));
      return check(settings) === (mistakes.length === 0) ? [] : [JSON.stringify(settings)];
    }),
  );

  expect(differing).toEqual([]);
});

it('has each of its settings described in docs/configuration.md', () => {
  const page = readFileSync('docs/configuration.md', 'utf8');
  const settings = objectsIn(projectJsonSchema).flatMap(({ properties }) => Object.keys(properties));

  expect(settings.filter((name) => !new RegExp(`\\b${name.replace('$', '')}\\b`).test(page))).toEqual([]);
});

interface ObjectSchema {
  readonly properties: Readonly<Record<string, object>>;
}

function objectsIn(schema: object): readonly ObjectSchema[] {
  const inner = Object.values(schema).flatMap((value: unknown) =>
    typeof value === 'object' && value !== null ? objectsIn(value) : [],
  );
  const isObject = 'type' in schema && schema.type === 'object' && 'properties' in schema;
  return isObject ? [schema as unknown as ObjectSchema, ...inner] : inner;
}

describe("node-pg-migrate's configuration", () => {
  const unusedIn = async (content: object) => {
    await write('c.json', content);
    return (await readConfig({ flags: { configFile: 'c.json' }, env: {}, cwd })).sources.unused;
  };

  it('is reported for each setting without effect, with the alternative', async () => {
    expect(
      await unusedIn({ 'advisory-lock-mode': 'wait', 'template-file-name': 't.ts', schema: 'a' }),
    ).toEqual([
      '"advisory-lock-mode" of c.json is not used: use --lock-wait to wait for another run',
      '"template-file-name" of c.json is not used: use the templates of roundtrip new --kind',
    ]);
  });

  it('is not reported for settings that equal the default or that other tools read', async () => {
    expect(
      await unusedIn({ verbose: false, 'advisory-lock-mode': 'fail', 'use-glob': false, pool: 5 }),
    ).toEqual([]);
  });
});
