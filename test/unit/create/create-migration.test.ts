import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { createProgram } from '../../../src/cli/program.js';
import { createMigration, type CreateOptions } from '../../../src/create/create-migration.js';
import { migrationLanguages } from '../../../src/migrations/language.js';
import { templateKinds } from '../../../src/create/template-kinds.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'roundtrip-create-'));
});

afterEach(() => rm(directory, { recursive: true }));

const defaults = {
  kind: 'empty',
  table: undefined,
  column: undefined,
  language: undefined,
  now: 1_700_000_000_000,
} as const;
const create = async (options: Pick<CreateOptions, 'name'> & Partial<CreateOptions>) =>
  (await createMigration({ ...defaults, directories: [directory], ...options })).path;

describe('a new migration', () => {
  it('has a name made of the time and the purpose of the migration', async () => {
    expect(basename(await create({ name: 'Add phone_to users' }))).toBe(
      '1700000000000_Add-phone-to-users.ts',
    );
  });

  it('comes after all existing migrations, created in the same millisecond or later', async () => {
    await create({ name: 'first' });
    expect(basename(await create({ name: 'second' }))).toBe('1700000000001_second.ts');
    expect(basename(await create({ name: 'third', now: 5 }))).toBe('1700000000002_third.ts');
  });

  it.each([
    ['add-phone-to-users', "const table = 'users'", 'phone: {'],
    ['add-first-name-to-user-accounts', "const table = 'user_accounts'", 'first_name: {'],
    ['alter-orders', "const table = 'orders'", 'name: {'],
  ])('named %s gets the table and the column from its name', async (name, table, column) => {
    const content = await readFile(await create({ name, kind: 'columns' }), 'utf8');
    expect(content).toContain(table);
    expect(content).toContain(column);
  });

  it('uses the given names', async () => {
    const path = await create({ name: 'x', kind: 'index', table: 'orders', column: 'paid_at' });
    expect(await readFile(path, 'utf8')).toContain("pgm.createIndex('orders', 'paid_at'");
  });

  it.each(['', 'a/b', '../x', "o'brien", '1st', 'ünder'])('cannot be named %j', async (name) => {
    await expect(create({ name })).rejects.toThrow('is not a valid name for a migration');
  });

  it('has all kinds and languages as choices of the command', () => {
    const command = createProgram(() => Promise.resolve()).commands.find((one) => one.name() === 'new');
    const kind = command?.options.find(({ long }) => long === '--kind');
    expect(kind?.argChoices).toEqual(templateKinds);
    const language = command?.options.find(({ long }) => long === '--migration-file-language');
    expect(language?.argChoices).toEqual(migrationLanguages);
  });
});

describe('the language of a new migration', () => {
  it.each([
    [[], 'ts'],
    [['1_a.sql'], 'sql'],
    [['1_a.sql', '2_b.js'], 'js'],
    [['10_b.cjs', '9_a.ts'], 'cjs'],
    [['1_a.mjs', 'helpers.ts'], 'mjs'],
    [['1_a.cts'], 'ts'],
  ])('of a project with the files %j has the ending %s', async (files, ending) => {
    for (const file of files) await writeFile(join(directory, file), '');
    expect(extname(await create({ name: 'next' }))).toBe(`.${ending}`);
  });

  it.each([
    ['exports.up = (pgm) => {};', 'exports.up = async (pgm) => {'],
    ['module.exports = { up() {} };', 'exports.up = async (pgm) => {'],
    ['export const up = () => {};', 'export async function up(pgm) {'],
  ])('of a project with files like %j uses the same style of exports', async (text, expected) => {
    await writeFile(join(directory, '1_a.js'), text);
    expect(await readFile(await create({ name: 'create-orders', kind: 'table' }), 'utf8')).toContain(
      expected,
    );
  });

  it('is JavaScript, with the reason, if SQL cannot run without a transaction', async () => {
    const options = { ...defaults, directories: [directory], name: 'x', language: 'sql' } as const;
    const { path, note } = await createMigration({ ...options, kind: 'index-concurrently' });
    expect([extname(path), note]).toEqual(['.mjs', expect.stringContaining('without a transaction')]);
  });
});
