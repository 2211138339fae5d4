import { catalogText } from '../../database/text-conversion.js';
import type { CatalogObject } from '../model/object.js';
import { ofUsers } from '../kind/fingerprint-member.js';
import { defineKind } from '../kind/kind.js';
import { objectFrom, type ObjectRow } from '../kind/object-row.js';
import type { Reader } from '../kind/reader.js';
import { routinesSql } from './sql/routine-sql.js';
import { objectRepair } from './statements/object-repair.js';
import { alterRoutine, createRoutine } from './statements/routine.js';

/** SQL of one optional function of an aggregate; 0 means none. */
function option(name: string, column: string): string {
  return `CASE WHEN ${column} <> 0 THEN '${name} = ' || ${catalogText(column)} END`;
}

/**
 * SQL of whether a final function may change the state; the default is read-only for ordinary aggregates,
 * otherwise read-write.
 */
function modify(name: string, column: string): string {
  return `CASE WHEN ${column} <> CASE WHEN g.aggkind = 'n' THEN 'r' ELSE 'w' END THEN '${name} = '
    || CASE ${column} WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END`;
}

const options = `pg_catalog.concat_ws(', ',
    'SFUNC = ' || ${catalogText('g.aggtransfn')},
    'STYPE = ' || pg_catalog.format_type(g.aggtranstype, NULL),
    CASE WHEN g.aggtransspace <> 0 THEN 'SSPACE = ' || ${catalogText('g.aggtransspace')} END,
    ${option('FINALFUNC', 'g.aggfinalfn')},
    CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
    ${modify('FINALFUNC_MODIFY', 'g.aggfinalmodify')},
    ${option('COMBINEFUNC', 'g.aggcombinefn')},
    ${option('SERIALFUNC', 'g.aggserialfn')},
    ${option('DESERIALFUNC', 'g.aggdeserialfn')},
    'INITCOND = ' || pg_catalog.quote_literal(g.agginitval),
    ${option('MSFUNC', 'g.aggmtransfn')},
    ${option('MINVFUNC', 'g.aggminvtransfn')},
    CASE WHEN g.aggmtranstype <> 0 THEN 'MSTYPE = ' || pg_catalog.format_type(g.aggmtranstype, NULL) END,
    CASE WHEN g.aggmtransspace <> 0 THEN 'MSSPACE = ' || ${catalogText('g.aggmtransspace')} END,
    ${option('MFINALFUNC', 'g.aggmfinalfn')},
    CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
    ${modify('MFINALFUNC_MODIFY', 'g.aggmfinalmodify')},
    'MINITCOND = ' || pg_catalog.quote_literal(g.aggminitval),
    CASE WHEN g.aggsortop <> 0 THEN (
      SELECT pg_catalog.format('SORTOP = OPERATOR(%I.%s)', sn.nspname, s.oprname)
      FROM pg_catalog.pg_operator AS s JOIN pg_catalog.pg_namespace AS sn ON sn.oid = s.oprnamespace
      WHERE s.oid = g.aggsortop) END,
    CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,
    CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END)`;

const definition = `pg_catalog.format('CREATE OR REPLACE AGGREGATE %I.%I(%s) (%s)', n.nspname, p.proname,
    coalesce(NULLIF(pg_catalog.pg_get_function_arguments(p.oid), ''), '*'), ${options})`;

const aggregates = routinesSql({
  prokinds: ['a'],
  definition,
  join: 'JOIN pg_catalog.pg_aggregate AS g ON g.aggfnoid = p.oid',
});

const reader: Reader<'aggregate', ObjectRow> = {
  kind: 'aggregate',
  root: 'pg_proc',
  rootOid: 'p.oid',
  query: (scope) => `${aggregates} ${scope}`,
  toObject: objectFrom('aggregate'),
};

/** An aggregate without arguments is `count(*)` in SQL. */
const reference = ({ name }: CatalogObject) => name.replace(/\(\)$/u, '(*)');
const target = (object: CatalogObject) => `AGGREGATE ${reference(object)}`;

const repair = objectRepair({
  kind: 'aggregate',
  sql: 'AGGREGATE',
  reference,
  privileges: { acl: 'f', sql: 'FUNCTION', reference: ({ name }) => name },
  create: createRoutine(target),
  alter: alterRoutine({ target, isReplaceable: (from, to) => result(from) === result(to) }),
});

/** Options that determine the type of the result, which CREATE OR REPLACE cannot change. */
function result(definition: string): string {
  const options = /^[\s\S]*?\) \((?<options>SFUNC[\s\S]*)\)$/u.exec(definition)?.groups?.options ?? '';
  return (options.match(/\b(?:STYPE|FINALFUNC) = [^,)]+/gu) ?? []).join();
}

export const aggregate = defineKind({
  kind: 'aggregate',
  plural: 'aggregates',
  scope: 'database',
  privileges: 'f',
  identity: 'name',
  rename: 'in schema',
  renamed: 'with relations',
  nameSpace: 'routines',
  qualifies: 'nothing',
  owns: 'nothing',
  columns: 'none',
  stores: 'nothing',
  expressions: [],
  namedBy: 'everywhere',
  namingAttribute: 'none',
  names: { text: 'definition', functions: 'without parentheses', casts: 'none', ownName: 'with types' },
  dependentsPrint: 'its definition',
  onColumnType: 'kept',
  created: 'after its parent',
  dropped: 'in order',
  lostWith: 'nothing',
  addedLater: 'kept',
  plannedRename: 'found by shape',
  argumentsInSql: (list) => (list === '()' ? '(*)' : list),
  fingerprint: [
    {
      catalog: 'pg_aggregate',
      root: 'pg_proc',
      rootOid: 'm.aggfnoid::pg_catalog.oid',
      where: ofUsers('m.aggfnoid'),
    },
  ],
  tracked: [
    {
      catalog: 'pg_aggregate',
      root: 'pg_proc',
      rootOid: 'm.aggfnoid::pg_catalog.oid',
      kinds: ['function', 'procedure', 'aggregate'],
    },
  ],
  parts: [],
  rowNames: {},
  writtenBySteps: 'often',
  rootsRead: 'by OID',
  readers: [reader],
  repair,
});

declare module '../model/object.js' {
  interface KindNames {
    aggregate: true;
  }
}
