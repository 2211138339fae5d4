import type { Difference } from './diff.js';
import { contextOf, type RepairScope } from './draft-statements.js';
import { membersOf } from './identity.js';
import { keyOf, type CatalogObject, type Snapshot } from './object.js';
import { repairs } from './repair-registry.js';
import { isLimited, type RepairContext } from './repair.js';

/** What differs only by its membership of an extension. */
export interface MembershipRepair {
  /** To be run before everything else: what became a member is none again. */
  readonly first: readonly string[];
  /** To be run after everything else: what was taken from an extension is its member again. */
  readonly last: readonly string[];
  readonly others: readonly Difference[];
}

/** Members of extensions are not read: an object that became one is missing, and one that was one is left. */
export function repairMembership(differences: readonly Difference[], scope: RepairScope): MembershipRepair {
  const { before, after } = scope;
  const context = contextOf(scope, { created: new Map(), dropped: new Map(), late: new Map() });
  const [now, wanted] = [extensionsByMember(after), extensionsByMember(before)];
  const joined = without(now, wanted);
  const separated = new Map(
    [...without(wanted, now)].filter(([, name]) => after.has(keyOf({ kind: 'extension', name }))),
  );
  const [first, last, others]: [string[], string[], Difference[]] = [[], [], []];
  for (const difference of differences) {
    const { change, before: gone, after: left } = difference;
    if (change === 'missing' && joined.has(memberName(gone)))
      first.push(alterExtension('DROP', gone, joined, context));
    else if (change === 'left' && separated.has(memberName(left)))
      last.push(alterExtension('ADD', left, separated, context));
    else others.push(difference);
  }
  return { first, last, others };
}

/** Names of extensions by what they have. */
type Members = ReadonlyMap<string, string>;

function extensionsByMember(snapshot: Snapshot): Members {
  const extensions = [...snapshot.values()].filter(({ kind }) => kind === 'extension');
  return new Map(
    extensions.flatMap((one) =>
      [...membersOf(one)].map((member) => [unqualified(member), one.name] as const),
    ),
  );
}

function without(members: Members, others: Members): Members {
  return new Map([...members].filter(([member]) => !others.has(member)));
}

function memberName({ kind, name }: CatalogObject): string {
  return unqualified(`${kind === 'domain' ? 'type' : kind} ${name}`);
}

/** `pg_identify_object` names the schema of built-in types, too. */
function unqualified(member: string): string {
  return member.replaceAll('pg_catalog.', '');
}

/** ALTER EXTENSION names a member as DROP does (manual, "ALTER EXTENSION"). */
function alterExtension(
  action: 'ADD' | 'DROP',
  member: CatalogObject,
  extensions: Members,
  context: RepairContext,
): string {
  const way = repairs[member.kind].drop(member, context);
  const [drop = ''] = isLimited(way) ? way.statements : way;
  const named = drop.replace(/^DROP /, '').replace(/(?: CASCADE)?;$/, '');
  return `ALTER EXTENSION ${extensions.get(memberName(member)) ?? ''} ${action} ${named};`;
}
