import type { Session } from '../database/session.js';
import { attempt } from './attempt.js';
import { candidateValues } from './candidates.js';
import { literalOf } from './cell.js';
import { readConstants } from './constants.js';
import type { TableFacts } from './table-facts.js';
import type { DomainType, ValueType } from './value-type.js';

/**
 * Finds values of domains within other types, such as the elements of an array, which must be known before
 * the whole value can be written. Conditions on a column whose own type is a domain are conditions of the
 * column.
 */
export async function settleDomains(
  session: Session,
  facts: ReadonlyMap<number, TableFacts>,
): Promise<ReadonlyMap<number, TableFacts>> {
  const settle = createSettler(session);
  const settled = new Map<number, TableFacts>();
  for (const [oid, table] of facts) {
    const columns: TableFacts['columns'][number][] = [];
    for (const column of table.columns)
      columns.push({ ...column, type: await settleInner(column.type, settle) });
    settled.set(oid, { ...table, columns });
  }
  return settled;
}

type Settler = (type: ValueType) => Promise<ValueType>;

/** Settles the types within a type; the outermost domain is unchanged. */
async function settleInner(type: ValueType, settle: Settler): Promise<ValueType> {
  switch (type.kind) {
    case 'base':
    case 'enum':
      return type;
    case 'domain':
      return { ...type, base: await settleInner(type.base, settle) };
    case 'array':
      return { ...type, element: await settle(type.element) };
    case 'range':
    case 'multirange':
      return { ...type, subtype: await settle(type.subtype) };
    case 'composite': {
      const attributes: ValueType[] = [];
      for (const attribute of type.attributes) attributes.push(await settle(attribute));
      return { ...type, attributes };
    }
  }
}

/** Each domain is queried once. */
function createSettler(session: Session): Settler {
  const known = new Map<string, readonly string[]>();
  const settle: Settler = async (type) => {
    const inner = await settleInner(type, settle);
    if (inner.kind !== 'domain' || inner.checks.length === 0) return inner;
    const key = JSON.stringify(inner);
    const values = known.get(key) ?? (await findValues(session, inner));
    known.set(key, values);
    return values.length > 0 ? { ...inner, values } : inner;
  };
  return settle;
}

async function findValues(session: Session, type: DomainType): Promise<readonly string[]> {
  const place = { column: 1, name: 'value' };
  const candidates = candidateValues(type, place, readConstants(type.checks));
  const rows = candidates.map((text, index) => `(${index}, ${literalOf(type, text)}::${type.baseSql})`);
  const conditions = type.checks.map((check) => `(${check}) IS NOT FALSE`);
  const tried = await attempt<{ place: number }>(
    session,
    `SELECT place FROM (VALUES ${rows.join()}) AS tuples (place, value)
     WHERE ${conditions.join(' AND ')} ORDER BY place LIMIT 9`,
  );
  if (tried.kind === 'refused') return [];
  return tried.result.rows.flatMap(({ place: index }) => candidates[index] ?? []);
}
