/** Structure of a type's values, resolved down to the types whose text form is known. */
export type ValueType =
  | { readonly kind: 'base'; readonly name: string; readonly modifier: number }
  | { readonly kind: 'enum'; readonly labels: readonly string[] }
  | { readonly kind: 'array'; readonly element: ValueType }
  | { readonly kind: 'composite'; readonly attributes: readonly ValueType[] }
  | { readonly kind: 'range' | 'multirange'; readonly subtype: ValueType }
  | DomainType;

export interface DomainType {
  readonly kind: 'domain';
  readonly base: ValueType;
  /** The type below all domains, as SQL. */
  readonly baseSql: string;
  /** Conditions on `VALUE`, including those of the underlying domains. */
  readonly checks: readonly string[];
  /** Values that satisfy the conditions; set where the domain is part of another type. */
  readonly values?: readonly string[];
}

const rangeSubtypes: Readonly<Record<string, string>> = {
  int4: 'int4',
  int8: 'int8',
  num: 'numeric',
  ts: 'timestamp',
  tstz: 'timestamptz',
  date: 'date',
};

/** Returns the built-in type of this name in `pg_type`; the name of an array type starts with `_`. */
export function builtInType(name: string, modifier: number): ValueType {
  if (name.startsWith('_')) return { kind: 'array', element: builtInType(name.slice(1), modifier) };
  const [, prefix = '', kind] = /^(.*?)((?:multi)?range)$/.exec(name) ?? [];
  const subtype = rangeSubtypes[prefix];
  if (subtype === undefined || kind === undefined) return { kind: 'base', name, modifier };
  return { kind: kind as 'range' | 'multirange', subtype: { kind: 'base', name: subtype, modifier: -1 } };
}

/** Returns the type below all domains. */
export function withoutDomains(type: ValueType): ValueType {
  return type.kind === 'domain' ? withoutDomains(type.base) : type;
}
