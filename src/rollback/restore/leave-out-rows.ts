import {
  applyRange,
  converted,
  halvesOf,
  rangesOf,
  type Action,
  type ApplyContext,
  type Range,
} from './apply.js';
import { joinRefusals, noRefusals, reasonOf, rejectRows, type Refusals } from './refusals.js';
import { concernOf, danglingCode, type ServerError } from './server-error.js';
import type { Staged } from './staging-tables.js';
import type { Mapped } from './target.js';
import { tryEach } from './try-each.js';

/**
 * Finds the lines that the server does not take whatever else is there, and leaves them out: what fails
 * is halved until few are left to be tried one by one. Nothing stays of the attempts. A foreign key that fails is checked after
 * everything else about the rows of a statement, so it shows that all of them fit otherwise.
 */
export async function weed(context: ApplyContext, staged: Staged): Promise<Refusals> {
  const all: Refusals[] = [];
  // From here on lines are looked up one by one.
  await context.session.query(`CREATE UNIQUE INDEX ON ${staged.lines} (n)`);
  for (const range of await rangesOf(context, staged)) all.push(await weedRange(context, staged, range));
  return joinRefusals(all);
}

/** As many lines are tried one by one, rather than halved again. */
const each = 256;

async function weedRange(context: ApplyContext, staged: Staged, whole: Range): Promise<Refusals> {
  const found: Refusals[] = [];
  const ranges = [whole];
  for (let range = ranges.pop(); range; range = ranges.pop()) {
    const result = await applyRange(context, staged, { range, then: 'take back' });
    if (typeof result === 'number' || result.code === danglingCode) continue;
    if (concernOf(result) === 'table')
      return joinRefusals([
        ...found,
        await rejectAction(context, staged, { action: range.action, error: result }),
      ]);
    if (range.to - range.from < each) found.push(await tryEach(context, staged, range));
    else ranges.push(...halvesOf(range));
  }
  return joinRefusals(found);
}

export async function rejectStep(
  context: ApplyContext,
  staged: Staged,
  { range: { action, from }, error }: { readonly range: Range; readonly error: ServerError },
): Promise<Refusals> {
  const lines = await rejectRows(context, staged, {
    where: 'f.outcome = $1 AND f.step = $2',
    values: [action, from],
  });
  return { ...noRefusals, lines: new Map(lines.map((n) => [n, reasonOf(error)])) };
}

/** What befalls every row is told once. */
export async function rejectAction(
  context: ApplyContext,
  staged: Staged,
  { action, error }: { readonly action: Action; readonly error: ServerError },
): Promise<Refusals> {
  const lines = await rejectRows(context, staged, { where: 'f.outcome = $1', values: [action] });
  return { ...noRefusals, together: [{ ...reasonOf(error), rows: lines.length }] };
}

/** Types whose assignment rounds to their modifier; others refuse what does not fit (manual, 8.1.2 and 8.5). */
const rounding = /^(numeric|timestamp with(out)? time zone|time with(out)? time zone|interval)(\[\])?$/;

/** Leaves lines out whose values the server would take, but round or cut; `none` where it does not take a value at all. */
export async function leaveOutRounded(context: ApplyContext, staged: Staged): Promise<Refusals> {
  const { target } = staged;
  const changed = (target.whole ?? target.values)
    .filter(({ column, savedType }) => column.type !== savedType)
    .flatMap((mapped) => roundedSql(mapped) ?? []);
  if (changed.length === 0) return noRefusals;
  const { session } = context;
  await session.query('SAVEPOINT roundtrip_rounded');
  try {
    const lines = await rejectRows(context, staged, { check: changed.map((one) => `(${one})`).join(' OR ') });
    await session.query('RELEASE SAVEPOINT roundtrip_rounded');
    const reason = {
      message: 'a value would be rounded or truncated: the type of its column has changed',
      sqlState: null,
    };
    return { ...noRefusals, lines: new Map(lines.map((n) => [n, reason])) };
  } catch (error) {
    if (concernOf(error) === 'more') throw error;
    await session.query('ROLLBACK TO SAVEPOINT roundtrip_rounded; RELEASE SAVEPOINT roundtrip_rounded');
    return noRefusals;
  }
}

function roundedSql(mapped: Mapped): string | undefined {
  const { place, column } = mapped;
  const [value, stored] = [converted(mapped), `(${converted(mapped)})::${column.type}`];
  if (rounding.test(column.base)) return `${stored} <> ${value}`;
  if (column.base !== 'character varying') return undefined;
  // What is cut off in silence are spaces.
  return `(${stored})::pg_catalog.text <> l.c${place} AND pg_catalog.rtrim((${stored})::pg_catalog.text) = pg_catalog.rtrim(l.c${place})`;
}
