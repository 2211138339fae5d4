/**
 * The names of the kinds of objects, as in PostgreSQL's manual. Each file of `kinds/` adds its own, so that a
 * new kind changes nothing here.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the members are added by declaration merging
export interface KindNames {}

export type Kind = keyof KindNames;

/**
 * Value of an attribute: text, or a list of texts whose order matters. Default values are left out, so that
 * equal objects have equal data however they were written.
 */
export type AttributeValue = string | readonly string[];

export type Attributes = Readonly<Record<string, AttributeValue>>;

/** Reference to an object of the same snapshot. */
export interface ObjectKey {
  readonly kind: Kind;
  readonly name: string;
}

/**
 * One object of the catalog as plain data, without OIDs.
 *
 * `name` identifies it within its kind, quoted as PostgreSQL prints it (`public.users.email`,
 * `public.greet(text)`, `users_email_key on public.users`).
 */
export interface CatalogObject extends ObjectKey {
  /** The object with which this one is dropped. */
  readonly parent?: ObjectKey;
  /** A second object with which it is dropped, such as the partitioned index of a partition's index. */
  readonly cascadesFrom?: ObjectKey;
  readonly attributes: Attributes;
  /**
   * Names of the members in order, where the order is part of the object: columns of a table, and columns of
   * a view with their types.
   */
  readonly order?: readonly string[];
}

export function keyOf({ kind, name }: ObjectKey): string {
  return `${kind} ${name}`;
}

/**
 * The state of a database's catalog: objects by `keyOf`, ordered by the registry of kinds and, within a kind,
 * by name in code units. Comparable only within one major version of PostgreSQL.
 */
export type Snapshot = ReadonlyMap<string, CatalogObject>;
