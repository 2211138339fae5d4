/**
 * Writes schema.sql for the database of every catalog case, and prints the databases that it does not create exactly.
 *
 *   npm run bench:schema-sql -- postgres://postgres@localhost/postgres
 *
 * The role must be a superuser. Cases that create roles are left out, since all databases share them.
 */
import { casesFor } from '../test/support/all-cases.js';
import { fileOf, remarksOf } from '../test/support/schema-sql.js';
import { testServerMajor } from '../test/support/scratch.js';
import { print } from './print.js';

process.env.ROUNDTRIP_TEST_SERVER = process.argv[2] ?? '';

const counts = { exact: 0, named: 0, 'not set up': 0 };
const cases = (await casesFor(await testServerMajor())).filter(
  ({ base = '', change }) => !(base + change).includes('CREATE ROLE'),
);
for (const { name, base = '', change } of cases) {
  try {
    const remarks = remarksOf(await fileOf([`${base};${change}`]));
    counts[remarks.length === 0 ? 'exact' : 'named'] += 1;
    if (remarks.length > 0) print([name, ...remarks.map((one) => `  ${one}`)].join('\n'));
  } catch (error) {
    counts['not set up'] += 1;
    print(`${name}\n  cannot be set up alone: ${error instanceof Error ? error.message : String(error)}`);
  }
}
print(
  `${counts.exact} exact, ${counts.named} with objects named that are not, ${counts['not set up']} not set up`,
);
