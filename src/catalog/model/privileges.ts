/** Object types of `acldefault`; PostgreSQL 18 manual, table 9.77. */
export type AclKind = 'r' | 's' | 'c' | 'n' | 'f' | 'l' | 'T' | 'F' | 'S' | 'd' | 't' | 'p';

/**
 * Owner and privileges of an object, in the normal form of `privilegesSql`; missing privileges are the
 * default.
 */
export interface OwnerAndPrivileges {
  readonly owner: string;
  readonly privileges?: readonly string[];
}

export interface PrivilegeChange {
  readonly acl: AclKind | 'L';
  /** The object as GRANT names it: `TABLE public.users`. */
  readonly on: string;
  /** Quoted column of that table, for privileges on a column. */
  readonly column?: string;
  /** Text before GRANT and REVOKE, such as `ALTER DEFAULT PRIVILEGES FOR ROLE app`. */
  readonly prefix?: string;
  readonly from: OwnerAndPrivileges;
  /** Alternative starting state, where the default privileges of a new object are unknown. */
  readonly orFrom?: OwnerAndPrivileges;
  readonly to: OwnerAndPrivileges;
}

/** One privilege of one role. */
export interface PrivilegeEntry {
  /** Includes the column in lists of column privileges: `SELECT (xmin)`. */
  readonly privilege: string;
  readonly grantee: string;
  readonly grantable: boolean;
  /** Set only where it is not the owner. */
  readonly grantor: string | undefined;
}

/** Privileges that `acldefault` gives the owner; PostgreSQL 18 manual, table 5.2. */
const ofOwner: Record<AclKind | 'L', readonly string[]> = {
  r: ['DELETE', 'INSERT', 'REFERENCES', 'SELECT', 'TRIGGER', 'TRUNCATE', 'UPDATE'],
  s: ['SELECT', 'UPDATE', 'USAGE'],
  c: [],
  n: ['CREATE', 'USAGE'],
  f: ['EXECUTE'],
  l: ['USAGE'],
  T: ['USAGE'],
  F: ['USAGE'],
  S: ['USAGE'],
  d: ['CONNECT', 'CREATE', 'TEMPORARY'],
  t: ['CREATE'],
  p: ['ALTER SYSTEM', 'SET'],
  L: ['SELECT', 'UPDATE'],
};

/** Privileges that `acldefault` gives to PUBLIC. */
const ofPublic: Partial<Record<AclKind | 'L', readonly string[]>> = {
  f: ['EXECUTE'],
  l: ['USAGE'],
  T: ['USAGE'],
  d: ['CONNECT', 'TEMPORARY'],
};

/**
 * Returns the GRANT and REVOKE statements that turn one list of privileges into the other. A change of owner,
 * which transfers the owner's entries, must happen first.
 */
export function changePrivileges(change: PrivilegeChange): readonly string[] {
  const possible = [change.from, change.orFrom ?? change.from].map((from) =>
    entriesOf(change.acl, handedOver({ from, to: change.to })),
  );
  const have = withoutRepeated(possible.flat());
  const want = entriesOf(change.acl, change.to);
  const lost = have.filter((entry) => !want.some((other) => isSameGrant(entry, other)));
  const demoted = have.filter(
    (entry) => entry.grantable && want.some((other) => isSameGrant(entry, other) && !other.grantable),
  );
  const gained = want.filter((entry) => !possible.every((entries) => includesGrant(entries, entry)));
  return [
    ...grantorsLast(lost)
      .reverse()
      .flatMap((group) => revoke(change, group, '')),
    ...grantorsLast(demoted)
      .reverse()
      .flatMap((group) => revoke(change, group, 'GRANT OPTION FOR ')),
    ...grantorsLast(gained).flatMap((group) => grant(change, group)),
  ];
}

function includesGrant(entries: readonly PrivilegeEntry[], wanted: PrivilegeEntry): boolean {
  return entries.some((other) => isSameGrant(wanted, other) && (other.grantable || !wanted.grantable));
}

function withoutRepeated(entries: readonly PrivilegeEntry[]): readonly PrivilegeEntry[] {
  return [...new Map(entries.map((entry) => [renderEntry(entry), entry])).values()];
}

function handedOver({ from, to }: Pick<PrivilegeChange, 'from' | 'to'>): OwnerAndPrivileges {
  if (!from.privileges || from.owner === to.owner) return { ...from, owner: to.owner };
  const privileges = from.privileges.map((text) => {
    const entry = parseEntry(text);
    return renderEntry(entry.grantee === from.owner ? { ...entry, grantee: to.owner } : entry);
  });
  return { owner: to.owner, privileges };
}

/**
 * Returns the entries without MAINTAIN of the owner: PostgreSQL 17 added it to the owner's default
 * privileges, and a list does not say which version it comes from.
 */
export function entriesOf(
  acl: AclKind | 'L',
  { owner, privileges }: OwnerAndPrivileges,
): readonly PrivilegeEntry[] {
  if (!privileges) return defaultEntries(acl, owner);
  return privileges
    .map(parseEntry)
    .filter(({ privilege, grantee }) => privilege !== 'MAINTAIN' || grantee !== owner);
}

/** Privileges of a new object where no default privileges are defined. */
export function defaultEntries(acl: AclKind | 'L', owner: string): readonly PrivilegeEntry[] {
  const entry = (grantee: string) => (privilege: string) => ({
    privilege,
    grantee,
    grantable: false,
    grantor: undefined,
  });
  return [...ofOwner[acl].map(entry(owner)), ...(ofPublic[acl] ?? []).map(entry('PUBLIC'))];
}

const entryPattern =
  /^(?<privilege>[A-Z ]+?(?: \((?:"(?:[^"]|"")*"|[^")]+)\))?) TO (?<grantee>"(?:[^"]|"")*"|[^ ]+)(?<grantable> WITH GRANT OPTION)?(?: GRANTED BY (?<grantor>.+))?$/u;

/** Parses an entry in the normal form of `privilegesSql`. */
export function parseEntry(text: string): PrivilegeEntry {
  const groups = entryPattern.exec(text)?.groups;
  if (!groups) throw new Error(`not a privilege in normal form: ${text}`);
  const { privilege = '', grantee = '', grantable, grantor } = groups;
  return { privilege, grantee, grantable: grantable !== undefined, grantor };
}

export function renderEntry({ privilege, grantee, grantable, grantor }: PrivilegeEntry): string {
  const option = grantable ? ' WITH GRANT OPTION' : '';
  return `${privilege} TO ${grantee}${option}${grantor === undefined ? '' : ` GRANTED BY ${grantor}`}`;
}

function isSameGrant(a: PrivilegeEntry, b: PrivilegeEntry): boolean {
  return a.privilege === b.privilege && a.grantee === b.grantee && a.grantor === b.grantor;
}

/**
 * Groups entries that one statement can contain. Grants by others come last, because the grantor must hold
 * the privilege first.
 */
function grantorsLast(entries: readonly PrivilegeEntry[]): PrivilegeEntry[][] {
  const groups = new Map<string, PrivilegeEntry[]>();
  for (const entry of [...entries].sort(
    (a, b) => Number(a.grantor !== undefined) - Number(b.grantor !== undefined),
  )) {
    const key = JSON.stringify([entry.grantee, entry.grantable, entry.grantor]);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()];
}

function revoke(
  change: PrivilegeChange,
  group: readonly PrivilegeEntry[],
  option: string,
): readonly string[] {
  const [first] = group;
  if (!first) return [];
  const statement = `${leading(change)}REVOKE ${option}${listed(change, group)} ON ${change.on} FROM ${first.grantee};`;
  return asGrantor(first, statement);
}

function grant(change: PrivilegeChange, group: readonly PrivilegeEntry[]): readonly string[] {
  const [first] = group;
  if (!first) return [];
  const option = first.grantable ? ' WITH GRANT OPTION' : '';
  const statement = `${leading(change)}GRANT ${listed(change, group)} ON ${change.on} TO ${first.grantee}${option};`;
  return asGrantor(first, statement);
}

function leading({ prefix }: PrivilegeChange): string {
  return prefix === undefined ? '' : `${prefix} `;
}

function listed({ column }: PrivilegeChange, group: readonly PrivilegeEntry[]): string {
  const suffix = column === undefined ? '' : ` (${column})`;
  return group.map(({ privilege }) => `${privilege}${suffix}`).join(', ');
}

/** The owner's grants can also be made by a superuser; other grants only by their grantor. */
function asGrantor({ grantor }: PrivilegeEntry, statement: string): readonly string[] {
  return grantor === undefined ? [statement] : [`SET ROLE ${grantor};`, statement, 'RESET ROLE;'];
}
