import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createProgram } from '../../../src/cli/program.js';
import { createMigration, type CreateOptions } from '../../../src/create/create-migration.js';
import { templateKinds } from '../../../src/create/template-kinds.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'roundtrip-create-'));
});

afterEach(() => rm(directory, { recursive: true }));

const defaults = { kind: 'empty', table: undefined, column: undefined, now: 1_700_000_000_000 } as const;
const create = (options: Pick<CreateOptions, 'name'> & Partial<CreateOptions>) =>
  createMigration({ ...defaults, directories: [directory], ...options });

describe('a new migration', () => {
  it('is named after the clock and what it does', async () => {
    expect(basename(await create({ name: 'Add phone_to users' }))).toBe(
      '1700000000000_Add-phone-to-users.ts',
    );
  });

  it('comes after all that are there, made in the same millisecond or later', async () => {
    await create({ name: 'first' });
    expect(basename(await create({ name: 'second' }))).toBe('1700000000001_second.ts');
    expect(basename(await create({ name: 'third', now: 5 }))).toBe('1700000000002_third.ts');
  });

  it.each([
    ['add-phone-to-users', "const table = 'users'", 'phone: {'],
    ['add-first-name-to-user-accounts', "const table = 'user_accounts'", 'first_name: {'],
    ['alter-orders', "const table = 'orders'", 'name: {'],
  ])('%s finds table and column in its name', async (name, table, column) => {
    const content = await readFile(await create({ name, kind: 'columns' }), 'utf8');
    expect(content).toContain(table);
    expect(content).toContain(column);
  });

  it('takes the names that it is given', async () => {
    const path = await create({ name: 'x', kind: 'index', table: 'orders', column: 'paid_at' });
    expect(await readFile(path, 'utf8')).toContain("pgm.createIndex('orders', 'paid_at'");
  });

  it.each(['', 'a/b', '../x', "o'brien", '1st', 'ünder'])('cannot be called %j', async (name) => {
    await expect(create({ name })).rejects.toThrow('cannot name a migration');
  });

  it('is offered in all its kinds by the command', () => {
    const command = createProgram(() => Promise.resolve()).commands.find((one) => one.name() === 'new');
    const kind = command?.options.find(({ long }) => long === '--kind');
    expect(kind?.argChoices).toEqual(templateKinds);
  });
});
