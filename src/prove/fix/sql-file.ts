import { upOfSql } from '../../migrations/load-migrations.js';
import { splitSql } from '../../migrations/split-sql.js';
import { locateSqlTokens } from '../../sql-text/tokens.js';
import type { DownChange } from './down-change.js';
import { lineEndOf, withLineEnds } from './layout.js';
import { NotEditable } from './not-editable.js';

/**
 * Changes the down part of an SQL migration with both parts in one file; writes the part if there is none.
 * @throws NotEditable when the change would also change the up
 */
export function editSqlFile(text: string, change: DownChange): string {
  assertTransactional(change);
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const content = text.slice(mark.length);
  const edited =
    mark + (splitSql(content).down === undefined ? withDown(content, change) : changeDown(content, change));
  const upOf = (whole: string) => upOfSql({ path: '.sql', content: whole, down: undefined }).trim();
  if (withoutMarker(upOf(edited)) !== withoutMarker(upOf(text)))
    throw new NotEditable('its down part cannot be changed without changing its up part');
  return edited;
}

/**
 * Changes the text of a `.down.sql` file; without a text there is no such file yet.
 * @throws NotEditable when a statement cannot run in a transaction
 */
export function editDownFile(text: string | undefined, change: DownChange): string {
  assertTransactional(change);
  if (text === undefined) return sqlOf(change, '\n') + '\n';
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  return mark + changeHalf(text.slice(mark.length), { change, header: '', lineEnd: lineEndOf(text) });
}

function assertTransactional({ transaction }: DownChange): void {
  if (transaction === 'none')
    throw new NotEditable(
      'the repair cannot run in a transaction, and an SQL migration cannot run without one: write it in JavaScript or TypeScript',
    );
}

const upMarker = /^\s*--[\s-]*up\s+migration/im;
const downMarker = /^\s*--[\s-]*down\s+migration.*$/im;

/** Without its marker, the up part is the whole file; with a down part it needs one. */
function withDown(content: string, change: DownChange): string {
  const lineEnd = lineEndOf(content);
  const up = upMarker.test(content) ? content : `-- Up Migration${lineEnd}${content}`;
  return `${up.trimEnd()}${lineEnd}${lineEnd}-- Down Migration${lineEnd}${sqlOf(change, lineEnd)}${lineEnd}`;
}

/** The up that is compared may have got its marker. */
function withoutMarker(up: string): string {
  return up.replace(/^--[\s-]*up\s+migration.*\r?\n/i, '').trim();
}

function changeDown(content: string, change: DownChange): string {
  if (!upMarker.test(content))
    throw new NotEditable('it has no line "-- Up Migration", so its down part runs as a part of the up, too');
  const half = splitSql(content).down ?? '';
  const start = content.indexOf(half);
  const header = downMarker.exec(half)?.[0] ?? '';
  const changed = changeHalf(half, { change, header, lineEnd: lineEndOf(content) });
  return content.slice(0, start) + changed + content.slice(start + half.length);
}

interface HalfChange {
  readonly change: DownChange;
  /** What precedes the statements. */
  readonly header: string;
  readonly lineEnd: string;
}

function changeHalf(half: string, { change, header, lineEnd }: HalfChange): string {
  const kept = change.kind === 'replace' ? header : half.trimEnd();
  const rest = half.slice(half.trimEnd().length) || lineEnd;
  const before = change.kind === 'replace' ? kept : withSemicolon(kept);
  return `${before}${before === '' ? '' : lineEnd}${sqlOf(change, lineEnd)}${rest}`;
}

/** Ends the last statement, before a comment behind it. */
function withSemicolon(sql: string): string {
  const last = [...locateSqlTokens(sql)].at(-1);
  if (!last || last.text === ';') return sql;
  const end = last.start + last.text.length;
  return `${sql.slice(0, end)};${sql.slice(end)}`;
}

function sqlOf({ statements }: DownChange, lineEnd: string): string {
  return statements.map((statement) => withLineEnds(statement, lineEnd)).join(lineEnd);
}
