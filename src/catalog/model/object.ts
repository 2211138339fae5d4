/**
 * The names of the kinds of objects, as PostgreSQL's manual has them. Each file of `kinds/` adds its own, so that
 * nothing here changes for a new one.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the members are added by declaration merging
export interface KindNames {}

export type Kind = keyof KindNames;

/**
 * What an attribute can be: text, or a list of texts whose order matters. A default is left out,
 * so that absence has one meaning and two ways of writing the same thing are the same data.
 */
export type AttributeValue = string | readonly string[];

export type Attributes = Readonly<Record<string, AttributeValue>>;

/** Points at another object of the same snapshot. */
export interface ObjectKey {
  readonly kind: Kind;
  readonly name: string;
}

/**
 * One object of the catalog as plain data, free of OIDs.
 *
 * `name` identifies it among its kind, quoted as PostgreSQL prints it (`public.users.email`,
 * `public.greet(text)`, `users_email_key on public.users`).
 */
export interface CatalogObject extends ObjectKey {
  /** The object that takes this one along when it is dropped. */
  readonly parent?: ObjectKey;
  /** A second one that does, such as the partitioned index of a partition's index. */
  readonly cascadesFrom?: ObjectKey;
  readonly attributes: Attributes;
  /**
   * Names of the members in order, where the order is part of the object: columns of a table, and those of a view
   * with their types.
   */
  readonly order?: readonly string[];
}

export function keyOf({ kind, name }: ObjectKey): string {
  return `${kind} ${name}`;
}

/**
 * The state of a database's catalog: objects by `keyOf`, in the order of the registry of kinds and, within a
 * kind, of their names by code unit. Comparable only within one major version of PostgreSQL.
 */
export type Snapshot = ReadonlyMap<string, CatalogObject>;
