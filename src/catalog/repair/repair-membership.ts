import { subject, type Difference } from '../model/diff.js';
import { contextOf, type RepairScope } from './repair-scope.js';
import { membersOf } from '../model/identity.js';
import { traitsOf } from '../model/kind-traits.js';
import { keyOf, type CatalogObject, type Snapshot } from '../model/object.js';
import { repairOfKind } from '../kinds/lists.js';
import { isLimited, type RepairContext } from '../kind/repair.js';

/** Differences only in the membership of an extension. */
export interface MembershipRepair {
  /** Statements to run before all others: they remove new members from their extensions. */
  readonly first: readonly string[];
  /** Statements to run after all others: they add members that were removed from their extensions. */
  readonly last: readonly string[];
  readonly others: readonly Difference[];
}

/**
 * Members of extensions are not read: an object that became a member is missing, and one that was a member is
 * left.
 */
export function repairMembership(differences: readonly Difference[], scope: RepairScope): MembershipRepair {
  const { before, after } = scope;
  const context = contextOf(scope, { created: new Map(), dropped: new Map(), late: new Map() });
  const [now, wanted] = [extensionsByMember(after), extensionsByMember(before)];
  const joined = without(now, wanted);
  const separated = new Map([...without(wanted, now)].filter(([, extension]) => after.has(keyOf(extension))));
  const first = differences.filter(
    ({ change, before: one }) => change === 'missing' && joined.has(memberName(one)),
  );
  const last = differences.filter(
    ({ change, after: one }) => change === 'left' && separated.has(memberName(one)),
  );
  return {
    first: first.map((one) => alterExtension('DROP', subject(one), { extensions: joined, context })),
    last: last.map((one) => alterExtension('ADD', subject(one), { extensions: separated, context })),
    others: withoutParts(differences, [...first, ...last]),
  };
}

/** Returns the other differences, without those of parts of these objects. */
function withoutParts(
  differences: readonly Difference[],
  wholes: readonly Difference[],
): readonly Difference[] {
  if (wholes.length === 0) return differences;
  const byKey = new Map(differences.map((one) => [`${one.change} ${keyOf(subject(one))}`, one]));
  const isPart = (one: Difference): boolean => {
    const { parent, cascadesFrom } = subject(one);
    const owners = [parent, cascadesFrom].flatMap((key) =>
      key ? (byKey.get(`${one.change} ${keyOf(key)}`) ?? []) : [],
    );
    return wholes.includes(one) || owners.some(isPart);
  };
  return differences.filter((one) => !isPart(one));
}

/** Extensions by their members. */
type Members = ReadonlyMap<string, CatalogObject>;

function extensionsByMember(snapshot: Snapshot): Members {
  return new Map(
    [...snapshot.values()].flatMap((extension) =>
      [...membersOf(extension)].map((member) => [unqualified(member), extension] as const),
    ),
  );
}

function without(members: Members, others: Members): Members {
  return new Map([...members].filter(([member]) => !others.has(member)));
}

function memberName({ kind, name }: CatalogObject): string {
  return unqualified(`${traitsOf(kind).identifiedAs ?? kind} ${name}`);
}

/** `pg_identify_object` also prints the schema of built-in types. */
function unqualified(member: string): string {
  return member.replaceAll('pg_catalog.', '');
}

interface MemberOf {
  readonly extensions: Members;
  readonly context: RepairContext;
}

/** ALTER EXTENSION names a member as DROP does (manual, "ALTER EXTENSION"). */
function alterExtension(
  action: 'ADD' | 'DROP',
  member: CatalogObject,
  { extensions, context }: MemberOf,
): string {
  const planned = repairOfKind(member.kind).drop(member, context);
  const [drop = ''] = isLimited(planned) ? planned.statements : planned;
  const named = drop.replace(/^DROP /, '').replace(/(?: CASCADE)?;$/, '');
  return `ALTER EXTENSION ${extensions.get(memberName(member))?.name ?? ''} ${action} ${named};`;
}
