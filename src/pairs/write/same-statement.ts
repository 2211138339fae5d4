import { isDeepStrictEqual } from 'node:util';
import { parseSql } from '../../sql-text/parser.js';

type Tree = Readonly<Record<string, unknown>>;

/**
 * Whether two texts are the same statements to PostgreSQL, as far as their parse trees show: without places, the
 * schema that comes first in the search path, and the type of a string literal. The proof of the file decides.
 */
export function isSameStatement(one: string, other: string, schema: string): boolean {
  const trees = [one, other].map((sql) => parseSql(sql)?.map(({ node }) => normalise(node, schema)));
  return trees[0] !== undefined && isDeepStrictEqual(trees[0], trees[1]);
}

const unimportant = new Set(['location', 'name_location', 'rexpr_list_start', 'rexpr_list_end', 'stmt_len']);

function normalise(tree: unknown, schema: string): unknown {
  if (Array.isArray(tree))
    return withoutSchema(tree.flatMap(partsOf), schema).map((one) => normalise(one, schema));
  if (typeof tree !== 'object' || tree === null) return tree;
  const literal = castLiteral(tree as Tree);
  if (literal) return normalise(literal, schema);
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([key, value]) => !unimportant.has(key) && !(key === 'schemaname' && value === schema))
      .map(([key, value]) => [key, inAnyOrder(key, normalise(value, schema))] as const)
      .filter(([, value]) => !(Array.isArray(value) && value.length === 0)),
  );
}

/** The clauses of a column may be in any order. */
function inAnyOrder(key: string, value: unknown): unknown {
  if (key !== 'constraints' || !Array.isArray(value)) return value;
  return value.map((one) => JSON.stringify(one)).sort();
}

/** The sequence of an identity column has a name that PostgreSQL gives it. */
function partsOf(item: unknown): readonly unknown[] {
  const { defname } = ((item as Tree | null)?.DefElem ?? {}) as Tree;
  return defname === 'sequence_name' ? [] : [item];
}

/** A qualified name is a list of its parts; PostgreSQL's own types may be written without their schema. */
function withoutSchema(list: readonly unknown[], schema: string): readonly unknown[] {
  const first = ((list[0] as Tree | undefined)?.String as Tree | undefined)?.sval;
  return list.length === 2 && (first === schema || first === 'pg_catalog') ? list.slice(1) : list;
}

/** `'ok'::public.mood` as the default of a column of that type is `'ok'`. */
function castLiteral({ TypeCast: cast }: Tree): unknown {
  const { arg } = (cast ?? {}) as { arg?: Tree };
  const literal = arg?.A_Const as Tree | undefined;
  return literal?.sval === undefined ? undefined : arg;
}
