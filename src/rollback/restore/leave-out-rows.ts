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
import { concernOf, danglingCode, whereAccepted, type ServerError } from './server-error.js';
import type { Staged } from './staging-tables.js';
import type { Mapped } from './target.js';
import { tryEach } from './try-each.js';

/**
 * Finds the lines that the server rejects independently of other rows, and leaves them out: a failing range is
 * halved until few lines remain, which are tried one by one. All attempts are rolled back. Foreign keys are
 * checked after everything else about the rows of a statement, so a foreign key violation shows that all of its
 * rows are otherwise valid.
 */
export async function leaveOutRejected(context: ApplyContext, staged: Staged): Promise<Refusals> {
  const all: Refusals[] = [];
  // From here on lines are looked up one by one.
  await context.session.query(`CREATE UNIQUE INDEX ON ${staged.lines} (n)`);
  for (const range of await rangesOf(context, staged)) all.push(await weedRange(context, staged, range));
  return joinRefusals(all);
}

/** Ranges up to this size are tried line by line instead of being halved again. */
const each = 256;

async function weedRange(context: ApplyContext, staged: Staged, whole: Range): Promise<Refusals> {
  const found: Refusals[] = [];
  const ranges = [whole];
  for (let range = ranges.pop(); range; range = ranges.pop()) {
    const result = await applyRange(context, staged, { range, then: 'roll back' });
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

/** An error that concerns every row is reported once. */
export async function rejectAction(
  context: ApplyContext,
  staged: Staged,
  { action, error }: { readonly action: Action; readonly error: ServerError },
): Promise<Refusals> {
  const lines = await rejectRows(context, staged, { where: 'f.outcome = $1', values: [action] });
  return { ...noRefusals, together: [{ ...reasonOf(error), rows: lines.length }] };
}

/** Types whose assignment rounds to their modifier; others reject values that do not fit (manual, 8.1.2 and 8.5). */
const rounding = /^(numeric|timestamp with(out)? time zone|time with(out)? time zone|interval)(\[\])?$/;

/**
 * Leaves out lines whose values the server would accept, but round or truncate. Leaves out none where the
 * server rejects one of the values.
 */
export async function leaveOutRounded(context: ApplyContext, staged: Staged): Promise<Refusals> {
  const { target } = staged;
  const changed = (target.whole ?? target.values)
    .filter(({ column, savedType }) => column.type !== savedType)
    .flatMap((mapped) => roundedSql(mapped) ?? []);
  if (changed.length === 0) return noRefusals;
  const check = changed.map((one) => `(${one})`).join(' OR ');
  const lines = await whereAccepted({ session: context.session, name: 'roundtrip_rounded' }, () =>
    rejectRows(context, staged, { check }),
  );
  const reason = {
    message: 'a value would be rounded or truncated: the type of its column has changed',
    sqlState: null,
  };
  return lines ? { ...noRefusals, lines: new Map(lines.map((n) => [n, reason])) } : noRefusals;
}

function roundedSql(mapped: Mapped): string | undefined {
  const { place, column } = mapped;
  const [value, stored] = [converted(mapped), `(${converted(mapped)})::${column.type}`];
  if (rounding.test(column.base)) return `${stored} <> ${value}`;
  if (column.base !== 'character varying') return undefined;
  // Only spaces are truncated silently.
  return `(${stored})::pg_catalog.text <> l.c${place} AND pg_catalog.rtrim((${stored})::pg_catalog.text) = pg_catalog.rtrim(l.c${place})`;
}
