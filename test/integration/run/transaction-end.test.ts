import { useLive } from './support/live.js';
import { table } from './support/migrations.js';

const live = useLive();

/** A good migration, and one whose `up` has this body. */
function misbehaving(body: string) {
  return {
    '1_alpha.cjs': table('alpha'),
    '2_bad.cjs': `exports.up = async (pgm) => {\n${body}\n};\nexports.down = () => {};\n`,
  };
}

describe('a migration that ends its transaction by itself', () => {
  it.each([
    ['COMMIT', `pgm.sql('CREATE TABLE half ()'); pgm.sql('COMMIT');`, 'COMMIT'],
    ['ROLLBACK', `pgm.sql('CREATE TABLE half ()'); pgm.sql('ROLLBACK');`, 'ROLLBACK'],
    ['an SQL text with a transaction', `pgm.sql('BEGIN; CREATE TABLE half (); COMMIT;');`, 'COMMIT'],
    ['a query', `await pgm.db.query('CREATE TABLE half ()'); await pgm.db.query('commit');`, 'COMMIT'],
    [
      'a query that begins another transaction',
      `await pgm.db.query('CREATE TABLE half ()'); await pgm.db.query('ROLLBACK AND CHAIN');`,
      'ROLLBACK AND CHAIN',
    ],
  ])('is refused, and nothing of it takes effect: %s', async (_what, body, end) => {
    const project = await live.project(misbehaving(body));
    const { steps, error, exitCode } = await project.up();

    expect({ steps, exitCode }).toEqual({ steps: ['up 1_alpha'], exitCode: 2 });
    expect(error).toContain(`the up of 2_bad failed: it ends its transaction by itself (${end})`);
    expect(error).toContain('Nothing of this up took effect.');
    expect(error).toContain('pgm.noTransaction()');
    expect(await live.exists("to_regclass('half')")).toBe(false);
    expect(await live.recorded()).toEqual(['1_alpha']);
  });

  it('is refused by a down as well', async () => {
    const project = await live.project({
      '1_a.cjs': `exports.up = (pgm) => pgm.sql('CREATE TABLE a ()');\nexports.down = (pgm) => { pgm.sql('DROP TABLE a'); pgm.sql('COMMIT'); };\n`,
    });
    await project.up();

    expect(await project.down()).toMatchObject({ steps: [], exitCode: 2 });
    expect(await live.exists("to_regclass('a')")).toBe(true);
    expect(await live.recorded()).toEqual(['1_a']);
  });

  it('is told what a procedure that commits needs', async () => {
    await live.session.query('CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$');
    const project = await live.project(misbehaving(`pgm.sql('CALL p()');`));
    const { error, exitCode } = await project.up();

    expect(exitCode).toBe(3);
    expect(error).toContain('invalid transaction termination (SQLSTATE 2D000)');
    expect(error).toContain('needs a migration without a transaction: pgm.noTransaction()');
  });
});
