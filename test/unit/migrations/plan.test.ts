import { MigrationFileError, UsageError } from '../../../src/errors.js';
import { findByName } from '../../../src/migrations/find-by-name.js';
import { readMigrationChain, type MigrationChain } from '../../../src/migrations/migration-chain.js';
import { planDown, planUp, assertInOrder, type Target } from '../../../src/migrations/plan.js';

const fileOf = (name: string) => ({
  name,
  path: `/m/${name}.ts`,
  downPath: undefined,
  timestamp: Number.parseInt(name),
});

/** The chain of migrations that results from a folder and a migrations table. */
function ladderOf(files: readonly string[], applied: readonly string[]): MigrationChain {
  return readMigrationChain(
    files.map(fileOf),
    applied.map((name) => ({ name, appliedAt: '2026-01-01T00:00:00.000Z' })),
  );
}

const names = (files: readonly { readonly name: string }[]) => files.map(({ name }) => name);
const states = (ladder: MigrationChain) => ladder.map(({ name, state }) => `${name} ${state}`);
const files = ['1_a', '2_b', '3_c', '4_d'];

describe('the chain of migrations', () => {
  it('has the applied migrations first, in the order of their application, then the others', () => {
    expect(states(ladderOf(files, ['1_a', '3_c', '0_gone']))).toEqual([
      '1_a applied',
      '3_c applied',
      '0_gone missing',
      '2_b out-of-order',
      '4_d pending',
    ]);
  });

  it('with a gap is rejected and the error names the gap, and without a gap is accepted', () => {
    const check = (applied: readonly string[]) => () => {
      assertInOrder(ladderOf(files, applied));
    };
    expect(check(['1_a', '4_d'])).toThrow(/: 2_b, 3_c$/);
    expect(check(['1_a'])).not.toThrow();
  });
});

describe('the plan of a run', () => {
  const cases: readonly (readonly [Target, readonly string[], readonly string[]])[] = [
    [{ kind: 'all' }, ['3_c', '4_d'], ['2_b', '1_a']],
    [{ kind: 'count', count: 1 }, ['3_c'], ['2_b']],
    [{ kind: 'count', count: 9 }, ['3_c', '4_d'], ['2_b', '1_a']],
  ];

  it.each(cases)('for the target %j contains the right migrations in both directions', (target, up, down) => {
    const ladder = ladderOf(files, ['1_a', '2_b']);
    expect(names(planUp(ladder, target))).toEqual(up);
    expect(names(planDown(ladder, target))).toEqual(down);
  });

  it('ends with the named migration, and with --to before it', () => {
    const ladder = ladderOf(files, ['1_a', '2_b', '3_c']);
    expect(names(planUp(ladder, { kind: 'through', name: 'd' }))).toEqual(['4_d']);
    expect(names(planDown(ladder, { kind: 'through', name: 'b' }))).toEqual(['3_c', '2_b']);
    expect(names(planDown(ladder, { kind: 'to', name: 'b' }))).toEqual(['3_c']);
  });

  it('is empty if the up is already applied, and fails if the migration to roll back is not applied', () => {
    const ladder = ladderOf(files, ['1_a', '2_b']);
    expect(planUp(ladder, { kind: 'through', name: 'a' })).toEqual([]);
    expect(() => planDown(ladder, { kind: 'to', name: 'd' })).toThrow(
      'no migration d among the applied migrations',
    );
  });

  it('rolls back in the reverse order of application, not of the names', () => {
    expect(names(planDown(ladderOf(files, ['1_a', '3_c', '2_b']), { kind: 'count', count: 2 }))).toEqual([
      '2_b',
      '3_c',
    ]);
  });

  it('requires only the files of the migrations that it rolls back', () => {
    const ladder = ladderOf(['2_b'], ['1_a', '2_b']);
    expect(names(planDown(ladder, { kind: 'count', count: 1 }))).toEqual(['2_b']);
    expect(() => planDown(ladder, { kind: 'all' })).toThrow(MigrationFileError);
  });
});

describe('the name of a migration', () => {
  const migrations = ['1_users', '2_add-phone', '3_add-phone', '20_x', '1795165243118_late'].map((name) => ({
    name,
  }));

  it.each([
    ['1_users', '1_users'],
    ['migrations/1_users.ts', '1_users'],
    ['users', '1_users'],
    ['users.up.sql', '1_users'],
    ['1_users.down.sql', '1_users'],
    ['20', '20_x'],
    ['1795165243118', '1795165243118_late'],
  ])('given as %s matches %s', (wanted, found) => {
    expect(findByName(migrations, wanted).name).toBe(found);
  });

  it('is rejected with a list if it matches several migrations or none', () => {
    expect(() => findByName(migrations, 'add-phone')).toThrow(
      'add-phone is ambiguous: 2_add-phone or 3_add-phone',
    );
    expect(() => findByName(migrations, 'phone')).toThrow(UsageError);
  });
});
