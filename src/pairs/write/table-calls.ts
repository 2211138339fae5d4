import type { Call, Fields, Value } from './call.js';
import { columnCall, defaultValue, shortType } from './column-options.js';
import { nameOf, type NameContext } from './object-name.js';
import { name, qualified, splitList, stringValue, unquote, withoutParentheses } from './sql-pieces.js';

/** The call for a statement, from the parts that its pattern captures; `undefined` where there is none. */
export interface Recogniser {
  readonly pattern: RegExp;
  readonly call: (parts: readonly string[], names: NameContext) => Call | undefined;
}

function pattern(text: string): RegExp {
  return new RegExp(`^${text};$`, 's');
}

const alter = `ALTER TABLE (?:ONLY )?(${qualified})`;

/** Statements about tables, their columns and constraints. */
export const tableCalls: readonly Recogniser[] = [
  { pattern: pattern(`CREATE TABLE (${qualified}) \\((.+)\\)`), call: createTable },
  {
    pattern: pattern(`DROP TABLE (${qualified})`),
    call: ([table = ''], names) => call('dropTable', nameOf(table, names)),
  },
  { pattern: pattern(`${alter} ADD COLUMN (.+)`), call: addColumn },
  {
    pattern: pattern(`${alter} DROP COLUMN (${name})`),
    call: ([table = '', column = ''], names) => call('dropColumn', nameOf(table, names), unquote(column)),
  },
  {
    pattern: pattern(`${alter} RENAME COLUMN (${name}) TO (${name})`),
    call: ([table = '', from = '', to = ''], names) =>
      call('renameColumn', nameOf(table, names), unquote(from), unquote(to)),
  },
  {
    pattern: pattern(`${alter} RENAME CONSTRAINT (${name}) TO (${name})`),
    call: ([table = '', from = '', to = ''], names) =>
      call('renameConstraint', nameOf(table, names), unquote(from), unquote(to)),
  },
  {
    pattern: pattern(`${alter} RENAME TO (${name})`),
    call: ([table = '', to = ''], names) => call('renameTable', nameOf(table, names), unquote(to)),
  },
  { pattern: pattern(`${alter} ADD CONSTRAINT (${name}) (.+)`), call: addConstraint },
  {
    pattern: pattern(`${alter} DROP CONSTRAINT (${name})`),
    call: ([table = '', constraint = ''], names) =>
      call('dropConstraint', nameOf(table, names), unquote(constraint)),
  },
  { pattern: pattern(`${alter} ALTER COLUMN (${name}) (.+)`), call: alterColumn },
  {
    pattern: pattern(`${alter} (ENABLE|DISABLE|FORCE|NO FORCE) ROW LEVEL SECURITY`),
    call: ([table = '', levelSecurity = ''], names) =>
      call('alterTable', nameOf(table, names), { levelSecurity }),
  },
  {
    pattern: pattern(`COMMENT ON COLUMN (${qualified})\\.(${name}) IS ('.*'|NULL)`),
    call: ([table = '', column = '', text = ''], names) => {
      const comment = text === 'NULL' ? null : stringValue(text);
      return comment === undefined
        ? undefined
        : call('alterColumn', nameOf(table, names), unquote(column), { comment });
    },
  },
];

export function call(method: string, ...args: readonly Value[]): Call {
  return { method, args };
}

function createTable([table = '', body = '']: readonly string[], names: NameContext): Call | undefined {
  const columns = splitList(body).map((column) => columnCall(column, names));
  const known = columns.filter((column) => column !== undefined);
  if (known.length < columns.length) return undefined;
  return call(
    'createTable',
    nameOf(table, names),
    Object.fromEntries(known.map((one) => [one.name, one.options])),
  );
}

function addColumn([table = '', sql = '']: readonly string[], names: NameContext): Call | undefined {
  const column = columnCall(sql, names);
  return column && call('addColumn', nameOf(table, names), { [column.name]: column.options });
}

function addConstraint(
  [table = '', constraint = '', definition = '']: readonly string[],
  names: NameContext,
): Call {
  const options = keyOf(definition) ?? checkOf(definition) ?? foreignKeyOf(definition, names) ?? definition;
  return call('addConstraint', nameOf(table, names), unquote(constraint), options);
}

function keyOf(definition: string): Fields | undefined {
  const [, kind, list = ''] = /^(PRIMARY KEY|UNIQUE) \(([^()]+)\)$/.exec(definition) ?? [];
  if (kind === undefined) return undefined;
  return { [kind === 'UNIQUE' ? 'unique' : 'primaryKey']: single(list) };
}

function single(list: string): Value {
  const names = splitList(list).map(unquote);
  return names.length === 1 ? (names[0] ?? '') : names;
}

function checkOf(definition: string): Fields | undefined {
  const [, check] = /^CHECK (\(.+\))$/s.exec(definition) ?? [];
  return check === undefined ? undefined : { check: readable(check) };
}

/** PostgreSQL prints an expression in two pairs of parentheses. */
export function readable(expression: string): string {
  return withoutParentheses(withoutParentheses(expression));
}

const foreignKey = new RegExp(
  `^FOREIGN KEY \\(([^()]+)\\) REFERENCES (${qualified})\\(([^()]+)\\)(?: ON UPDATE (CASCADE|RESTRICT|SET NULL|SET DEFAULT))?(?: ON DELETE (CASCADE|RESTRICT|SET NULL|SET DEFAULT))?( DEFERRABLE(?: INITIALLY DEFERRED)?)?$`,
);

function foreignKeyOf(definition: string, names: NameContext): Fields | undefined {
  const [all, columns = '', table = '', others = '', onUpdate, onDelete, deferrable] =
    foreignKey.exec(definition) ?? [];
  if (all === undefined) return undefined;
  const target = nameOf(table, names);
  return {
    foreignKeys: {
      columns: single(columns),
      references: `${typeof target === 'string' && /^[a-z_][a-z0-9_]*$/.test(target) ? target : table}(${others})`,
      ...(onUpdate === undefined ? {} : { onUpdate }),
      ...(onDelete === undefined ? {} : { onDelete }),
    },
    ...(deferrable === undefined
      ? {}
      : { deferrable: true, ...(deferrable.includes('DEFERRED') ? { deferred: true } : {}) }),
  };
}

function alterColumn(
  [table = '', column = '', action = '']: readonly string[],
  names: NameContext,
): Call | undefined {
  const options = alterations(action, names);
  return options && call('alterColumn', nameOf(table, names), unquote(column), options);
}

function alterations(action: string, names: NameContext): Fields | undefined {
  if (action === 'SET NOT NULL') return { notNull: true };
  if (action === 'DROP NOT NULL') return { notNull: false };
  if (action === 'DROP DEFAULT') return { default: null };
  const [, value] = /^SET DEFAULT (.+)$/s.exec(action) ?? [];
  if (value !== undefined) return { default: defaultValue(value) };
  const [, type, using] = /^TYPE ([^;]+?)(?: USING (.+))?$/s.exec(action) ?? [];
  if (type === undefined || type.includes(' COLLATE ')) return undefined;
  return { type: shortType(type, names), ...(using === undefined ? {} : { using }) };
}
