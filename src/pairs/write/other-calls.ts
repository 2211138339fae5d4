import type { Call, Fields, Value } from './call.js';
import { nameOf, type NameContext } from './object-name.js';
import { name, qualified, splitList, stringValue, unquote } from './sql-pieces.js';
import { call, readable, type Recogniser } from './table-calls.js';

function pattern(text: string): RegExp {
  return new RegExp(`^${text};$`, 's');
}

const drops = {
  dropView: 'VIEW',
  dropMaterializedView: 'MATERIALIZED VIEW',
  dropType: 'TYPE',
  dropDomain: 'DOMAIN',
  dropSequence: 'SEQUENCE',
} as const;

const renames = {
  renameType: 'TYPE',
  renameSequence: 'SEQUENCE',
  renameIndex: 'INDEX',
  renameView: 'VIEW',
} as const;

/** Statements about other objects than tables. */
export const otherCalls: readonly Recogniser[] = [
  ...Object.entries(drops).map(([method, sql]) => ({
    pattern: pattern(`DROP ${sql} (${qualified})`),
    call: ([object = '']: readonly string[], names: NameContext) => call(method, nameOf(object, names)),
  })),
  ...Object.entries(renames).map(([method, sql]) => ({
    pattern: pattern(`ALTER ${sql} (${qualified}) RENAME TO (${name})`),
    call: ([from = '', to = '']: readonly string[], names: NameContext) =>
      call(method, nameOf(from, names), unquote(to)),
  })),
  {
    pattern: pattern(`CREATE SCHEMA (${name})`),
    call: ([schema = '']) => call('createSchema', unquote(schema)),
  },
  { pattern: pattern(`DROP SCHEMA (${name})`), call: ([schema = '']) => call('dropSchema', unquote(schema)) },
  { pattern: pattern(`CREATE TYPE (${qualified}) AS ENUM \\((.*)\\)`), call: createEnum },
  {
    pattern: pattern(`ALTER TYPE (${qualified}) ADD VALUE ('.+?')(?: (BEFORE|AFTER) ('.+'))?`),
    call: addValue,
  },
  {
    pattern: pattern(`ALTER TYPE (${qualified}) RENAME VALUE ('.+?') TO ('.+')`),
    call: ([type = '', from = '', to = ''], names) =>
      withStrings([from, to], (values) => call('renameTypeValue', nameOf(type, names), ...values)),
  },
  {
    pattern: pattern(
      `CREATE (UNIQUE )?INDEX (CONCURRENTLY )?(${name}) ON (${qualified}) USING ([a-z_]+) \\((.+?)\\)(?: INCLUDE \\(([^()]+)\\))?( NULLS NOT DISTINCT)?(?: WHERE (\\(.+\\)))?`,
    ),
    call: createIndex,
  },
  {
    pattern: pattern(`DROP INDEX (CONCURRENTLY )?(${qualified})`),
    call: dropIndex,
  },
  { pattern: pattern(`CREATE (OR REPLACE )?VIEW (${qualified}) AS (.+)`), call: createView },
  {
    pattern: pattern(
      `CREATE TRIGGER (${name}) (BEFORE|AFTER|INSTEAD OF) ([A-Z]+(?: OR [A-Z]+)*) ON (${qualified}) FOR EACH (ROW|STATEMENT) EXECUTE FUNCTION (${qualified})\\(\\)`,
    ),
    call: createTrigger,
  },
  {
    pattern: pattern(`DROP TRIGGER (${name}) (?:ON|on) (${qualified})`),
    call: ([trigger = '', table = ''], names) => call('dropTrigger', nameOf(table, names), unquote(trigger)),
  },
  {
    pattern: pattern(`DROP FUNCTION (${qualified})\\(([a-z0-9_, \\[\\]]*)\\)`),
    call: ([routine = '', list = ''], names) =>
      call('dropFunction', nameOf(routine, names), list === '' ? [] : splitList(list)),
  },
];

function withStrings(texts: readonly string[], then: (values: readonly string[]) => Call): Call | undefined {
  const values = texts.map(stringValue).filter((value) => value !== undefined);
  return values.length === texts.length ? then(values) : undefined;
}

function createEnum([type = '', list = '']: readonly string[], names: NameContext): Call | undefined {
  return withStrings(list === '' ? [] : splitList(list), (labels) =>
    call('createType', nameOf(type, names), labels),
  );
}

function addValue(
  [type = '', label = '', place = '', other = '']: readonly string[],
  names: NameContext,
): Call | undefined {
  return withStrings(other === '' ? [label] : [label, other], ([value = '', next]) => {
    const options = next === undefined ? [] : [{ [place.toLowerCase()]: next }];
    return call('addTypeValue', nameOf(type, names), value, ...options);
  });
}

function createIndex(parts: readonly string[], names: NameContext): Call | undefined {
  const [unique, concurrently, index = '', table = '', method = '', list = '', include, nulls, where] = parts;
  const columns = splitList(list).map(indexColumn);
  if (columns.includes(undefined)) return undefined;
  const known = columns.filter((column) => column !== undefined);
  const options: Fields = {
    name: unquote(index),
    ...(unique ? { unique: true } : {}),
    ...(concurrently ? { concurrently: true } : {}),
    ...(method === 'btree' ? {} : { method }),
    ...(include ? { include: splitList(include).map(unquote) } : {}),
    ...(nulls ? { nulls: 'not distinct' } : {}),
    ...(where ? { where: readable(where) } : {}),
  };
  return call('createIndex', nameOf(table, names), known.length === 1 ? (known[0] ?? '') : known, options);
}

const usualOrder = new RegExp(`^(${name})(?: (DESC|ASC))?$`);

/** A plain column; other columns are left to SQL. */
function indexColumn(text: string): Value | undefined {
  const [, column, sort] = usualOrder.exec(text) ?? [];
  if (column === undefined) return undefined;
  return sort === undefined ? unquote(column) : { name: unquote(column), sort };
}

/** node-pg-migrate wants the table, which the statement does not name. */
function dropIndex([concurrently = '', index = '']: readonly string[], names: NameContext): Call | undefined {
  const table = names.tableOfIndex(index);
  if (table === undefined) return undefined;
  const local = nameOf(index, names);
  const options: Fields = {
    name: typeof local === 'string' ? local : ((local as Fields).name ?? ''),
    ...(concurrently ? { concurrently: true } : {}),
  };
  return call('dropIndex', nameOf(table, names), [], options);
}

function createView([replace = '', view = '', definition = '']: readonly string[], names: NameContext): Call {
  return call('createView', nameOf(view, names), replace === '' ? {} : { replace: true }, definition);
}

function createTrigger(parts: readonly string[], names: NameContext): Call {
  const [trigger = '', when = '', events = '', table = '', level = '', routine = ''] = parts;
  const operation = events.split(' OR ');
  return call('createTrigger', nameOf(table, names), unquote(trigger), {
    when,
    operation: operation.length === 1 ? (operation[0] ?? '') : operation,
    level,
    function: nameOf(routine, names),
  });
}
