import { catalogText } from '../../database/text-conversion.js';
import { firstUserOid, isComparedSchema, isUserObject } from './membership-sql.js';
import { isOfServer, isSettable, optionName, type OptionList } from './options-sql.js';

interface UnknownOptions extends OptionList {
  /** Kind of the objects with these options, as the label names it. */
  readonly of: string;
  /** FROM clause and WHERE condition that select the lists. */
  readonly from: string;
  /** SQL expression of the name of the object. */
  readonly name: string;
}

const relation = {
  from: `FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace,
    pg_catalog.unnest(c.reloptions) AS item
    WHERE c.oid >= ${firstUserOid}`,
  name: catalogText('c.oid::pg_catalog.regclass'),
  options: 'c.reloptions',
  accessMethod: 'c.relam',
};

const ofUser = `${isComparedSchema('n.nspname')} AND ${isUserObject({ catalog: 'pg_class', oid: 'c.oid' })}`;

const optionLists: readonly UnknownOptions[] = [
  {
    of: 'columns',
    holder: 'column',
    options: 'a.attoptions',
    name: `${catalogText('c.oid::pg_catalog.regclass')} || '.' || pg_catalog.quote_ident(a.attname)`,
    from: `FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace, pg_catalog.unnest(a.attoptions) AS item
      WHERE a.attrelid >= ${firstUserOid} AND c.relkind NOT IN ('i', 'I') AND NOT a.attisdropped AND ${ofUser}`,
  },
  {
    ...relation,
    of: 'tables',
    holder: 'table',
    from: `${relation.from} AND c.relkind IN ('r', 'p', 'm', 'f', 'S') AND ${ofUser}`,
  },
  {
    ...relation,
    of: 'TOAST tables',
    holder: 'table',
    from: `${relation.from} AND c.relkind = 't' AND n.nspname = 'pg_toast'`,
  },
  {
    ...relation,
    of: 'views',
    holder: 'view',
    from: `${relation.from} AND c.relkind = 'v' AND ${ofUser}`,
  },
  {
    ...relation,
    of: 'indexes',
    holder: 'index',
    from: `${relation.from} AND c.relkind IN ('i', 'I') AND ${ofUser}`,
  },
  {
    of: 'tablespaces',
    holder: 'tablespace',
    options: 't.spcoptions',
    name: 'pg_catalog.quote_ident(t.spcname)',
    from: `FROM pg_catalog.pg_tablespace AS t, pg_catalog.unnest(t.spcoptions) AS item
      WHERE t.oid >= ${firstUserOid}`,
  },
];

/**
 * Options that no user can set, or that only a newer PostgreSQL has. Reported once per option, since a server
 * that sets an option of its own sets it on every object.
 */
export const unknownOptions = optionLists
  .map(
    (list) => `
SELECT pg_catalog.format('option %I of ${list.of}, such as %s', ${optionName('item')},
  pg_catalog.min(${list.name} COLLATE "C")) AS label
${list.from} AND NOT ${isSettable('item', list)} AND NOT ${isOfServer('item')}
GROUP BY ${optionName('item')}`,
  )
  .join('\nUNION ALL');
