import type { TypeName } from '../actions/table-parts.js';

/** Whether PostgreSQL rewrites a table to change the type of a column: it does unless stored values stay as they are. */
export type RewriteNeed = 'none' | 'rewrite' | 'unless UTC' | 'unknown';

/** Types with the same stored form as another one, as pg_cast has them without a function. */
const sameForm: ReadonlySet<string> = new Set([
  'varchar text',
  'text varchar',
  'cidr inet',
  'xml text',
  'xml varchar',
  'int4 oid',
  'oid int4',
]);

const limited = /^(varchar|varbit)$/;
const precise = /^(timestamp|timestamptz|time|timetz|interval)$/;

export function rewriteNeed(from: TypeName | undefined, to: TypeName): RewriteNeed {
  if (!from) return 'unknown';
  if (from.array || to.array) return sameType(from, to) ? 'none' : 'rewrite';
  if (isTimestampPair(from, to)) return 'unless UTC';
  if (from.name === to.name) return widens(from, to) ? 'none' : 'rewrite';
  const keepsForm = sameForm.has(`${from.name} ${to.name}`) && to.modifiers.length === 0;
  return keepsForm ? 'none' : 'rewrite';
}

function sameModifiers(from: TypeName, to: TypeName): boolean {
  return from.modifiers.join() === to.modifiers.join();
}

function sameType(from: TypeName, to: TypeName): boolean {
  return from.name === to.name && from.array === to.array && sameModifiers(from, to);
}

/** Their support functions remove the length coercion where the limit grows (`varchar_support`, `numeric_support`, …). */
function widens(from: TypeName, to: TypeName): boolean {
  if (sameModifiers(from, to)) return true;
  const [before, scaleBefore = 0] = from.modifiers;
  const [after, scaleAfter = 0] = to.modifiers;
  if (after === undefined) return limited.test(to.name) || precise.test(to.name) || to.name === 'numeric';
  if (before === undefined) return false;
  if (to.name === 'numeric') return after >= before && scaleAfter === scaleBefore;
  return (limited.test(to.name) || precise.test(to.name)) && after >= before;
}

export function isTimestampPair(from: TypeName, to: TypeName): boolean {
  const pair = [from.name, to.name].sort().join(' ');
  return pair === 'timestamp timestamptz' && !from.array && !to.array;
}

/** Numbers, from the narrowest on: each holds all values of those before it. */
const integers = ['int2', 'int4', 'int8'];
const texts = /^(text|varchar|bpchar|char|citext|name)$/;

/** How a change of type can fail on existing values, or lose a part of them; `undefined` where neither is possible. */
export function narrowing(from: TypeName | undefined, to: TypeName): string | undefined {
  if (!from || from.array || to.array) return undefined;
  if (texts.test(to.name)) return narrowsText(from, to) ? 'fails on values that are too long' : undefined;
  if (texts.test(from.name)) return 'fails on texts that are no valid value of the type';
  if (from.name === to.name) return narrowsModifiers(from, to);
  return narrowsNumber(from, to) ?? narrowsTime(from, to);
}

function narrowsText(from: TypeName, to: TypeName): boolean {
  const limit = to.modifiers[0] ?? (to.name === 'bpchar' ? 1 : undefined);
  if (limit === undefined) return false;
  const before = texts.test(from.name) ? from.modifiers[0] : undefined;
  return before === undefined ? texts.test(from.name) : before > limit;
}

function narrowsModifiers(from: TypeName, to: TypeName): string | undefined {
  const [after, scaleAfter = 0] = to.modifiers;
  const [before = Infinity, scaleBefore = 0] = from.modifiers;
  if (after === undefined) return undefined;
  if (to.name !== 'numeric')
    return before > after ? 'cuts off what the new precision does not hold' : undefined;
  if (before === Infinity || scaleBefore > scaleAfter) return 'rounds values to the new scale';
  return before - scaleBefore > after - scaleAfter ? 'fails on values that are too large' : undefined;
}

function narrowsNumber(from: TypeName, to: TypeName): string | undefined {
  const [before, after] = [integers.indexOf(from.name), integers.indexOf(to.name)];
  if (before >= 0 && after >= 0) return after < before ? 'fails on values out of range' : undefined;
  if (/^(numeric|float[48]|money)$/.test(from.name) && after >= 0)
    return 'rounds values, and fails on those out of range';
  if (from.name === 'float8' && to.name === 'float4') return 'loses digits';
  return from.name === 'numeric' && to.name.startsWith('float') ? 'loses digits' : undefined;
}

function narrowsTime(from: TypeName, to: TypeName): string | undefined {
  if (from.name.startsWith('timestamp') && /^(date|time)/.test(to.name) && !to.name.startsWith('timestamp'))
    return to.name === 'date' ? 'loses the time of day' : 'loses the date';
  return undefined;
}

const builtIn: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  bool: 'boolean',
  bpchar: 'char',
  float4: 'real',
  float8: 'double precision',
};

/** A type as SQL has it. */
export function printType({ name, modifiers, array }: TypeName): string {
  const own = modifiers.length > 0 && name !== 'interval' ? `(${modifiers.join(',')})` : '';
  return `${builtIn[name] ?? name}${own}${array ? '[]' : ''}`;
}
