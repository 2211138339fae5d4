import { quoteIdentifier, quoteLiteral } from '../../database/quote.js';
import type { AlterChange } from '../repair.js';
import { comment } from './comment.js';
import { createEnum } from './create-enum.js';
import { giveAway } from './owner-and-privileges.js';

/**
 * Makes an enum again where labels have to go: the old type steps aside, columns change over by
 * their text, and the old type is dropped. Whatever else uses it (views, functions, domains) makes a
 * statement fail, and so does a row that holds a label that goes; nothing is lost then.
 */
export function swapEnum({ from, to, context }: AlterChange): readonly string[] {
  const { schema, name } = splitName(to.name);
  const aside = `${name.slice(0, 54)}_replaced`;
  const old = `${schema}.${quoteIdentifier(aside)}`;
  const comments = context.children(to).filter(({ kind }) => kind === 'comment');
  return [
    `ALTER TYPE ${to.name} RENAME TO ${quoteIdentifier(aside)};`,
    ...createEnum(to),
    ...giveAway(from, { acl: 'T', alter: 'TYPE' }),
    ...comments.flatMap((object) => comment.create(object, context) ?? []),
    changeColumns({ old, aside, type: to.name, name }),
    `DROP TYPE ${old};`,
  ];
}

/** The parts of a name as PostgreSQL prints it, the last one without quotes. */
function splitName(printed: string): { readonly schema: string; readonly name: string } {
  const groups = /^(?<schema>"(?:[^"]|"")*"|[^".]+)\.(?<name>.+)$/u.exec(printed)?.groups ?? {};
  const { schema = '', name = '' } = groups;
  return { schema, name: name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name };
}

interface Swap {
  readonly old: string;
  readonly aside: string;
  readonly type: string;
  readonly name: string;
}

/** A name as it stands in an expression, without the quotes around it. */
function printed(name: string): string {
  return quoteLiteral(name.replaceAll('"', '""'));
}

/** Which columns there are shows only where the statement runs; defaults and arrays come along. */
function changeColumns({ old, aside, type, name }: Swap): string {
  const columns = `SELECT a.attrelid::pg_catalog.regclass AS relation, a.attname AS name,
      ${quoteLiteral(type)} || CASE WHEN a.atttypid = t.oid THEN '' ELSE '[]' END AS type,
      CASE WHEN a.atttypid = t.oid THEN 'text' ELSE 'text[]' END AS via,
      pg_catalog.replace(pg_catalog.pg_get_expr(d.adbin, d.adrelid), ${printed(aside)}, ${printed(name)}) AS value
    FROM pg_catalog.pg_type AS t
      JOIN pg_catalog.pg_attribute AS a ON a.atttypid IN (t.oid, t.typarray)
      JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
      LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE t.oid = ${quoteLiteral(old)}::pg_catalog.regtype AND NOT a.attisdropped AND a.attinhcount = 0`;
  const alter = (action: string, ...values: readonly string[]) =>
    `EXECUTE pg_catalog.format('ALTER TABLE %s ALTER %I ${action}', ${['used.relation', 'used.name', ...values].join(', ')});`;
  return `DO $repair$ DECLARE used record; BEGIN
  FOR used IN ${columns} LOOP
    ${alter('DROP DEFAULT')}
    ${alter('TYPE %s USING %I::pg_catalog.%s::%s', 'used.type', 'used.name', 'used.via', 'used.type')}
    IF used.value IS NOT NULL THEN ${alter('SET DEFAULT %s', 'used.value')} END IF;
  END LOOP;
END $repair$;`;
}
