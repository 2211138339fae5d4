/**
 * Plans every change of the kitchen sink in both directions, runs both, and prints the number of exact plans and
 * the inexact ones.
 *
 *   npm run bench:pairs -- postgres://postgres@localhost/postgres
 *
 * The role must be a superuser of an otherwise empty server. Everything is dropped or rolled back.
 */
import { readCatalog } from '../src/catalog/read/read-catalog.js';
import { pairChangesFor } from '../test/pair-cases/all.js';
import { PairRunner } from '../test/support/pair-runner.js';
import { createScratch } from '../test/support/scratch.js';
import { createSink, createSinkRoles } from '../test/support/sink-database.js';
import { print } from './print.js';

process.env.ROUNDTRIP_TEST_SERVER = process.argv[2] ?? '';

const counts = { exact: 0, declared: 0, wrong: 0 };
const scratch = await createScratch();
const dropRoles = await createSinkRoles(scratch.session);
const sink = await createSink();
try {
  const { rows } = await scratch.session.query<{ role: string }>(
    'SELECT pg_catalog.quote_ident(current_user) AS role',
  );
  const from = await readCatalog(sink.session);
  const runner = new PairRunner({
    session: sink.session,
    from,
    role: rows[0]?.role ?? '',
    open: () => createSink(),
  });
  for (const change of pairChangesFor(from.major)) {
    const { files, wrong } = await runner.run(change);
    const isDeclared = files.some(({ up, down }) => up.limits.length + down.limits.length > 0);
    counts[wrong.length > 0 ? 'wrong' : isDeclared ? 'declared' : 'exact'] += 1;
    if (wrong.length > 0) print([change.name, ...wrong.map((one) => `  ${one}`), ''].join('\n'));
  }
} finally {
  await sink.drop();
  await dropRoles();
  await scratch.drop();
}

print(
  `${counts.exact} exact both ways, ${counts.declared} say what PostgreSQL cannot do, ${counts.wrong} wrong`,
);
