import { catalogColumns } from '../../../src/catalog/read/catalog-columns.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

let scratch: Scratch;

beforeAll(async () => {
  scratch = await createScratch();
});

afterAll(() => scratch.drop());

const COLUMNS = `
  SELECT c.relname::text AS catalog, a.attname::text AS name
  FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
  WHERE c.relnamespace = 'pg_catalog'::pg_catalog.regnamespace AND c.relkind = 'r' AND a.attnum > 0
    AND NOT a.attisdropped`;

it('every column of every catalog of the server is either compared or deliberately ignored', async () => {
  const { rows } = await scratch.session.query<{ catalog: string; name: string }>(COLUMNS);
  const undecided = rows.filter(({ catalog, name }) => !catalogColumns.get(catalog)?.has(name));
  expect(undecided).toEqual([]);
});
