import { listOf } from '../../model/attribute.js';
import type { Repair } from '../../kind/repair.js';
import { isForeignPart } from './owner-and-privileges.js';
import { objectRepair } from './object-repair.js';

/** Classes of the family are objects of their own. */
const own = objectRepair({
  kind: 'operator family',
  sql: 'OPERATOR FAMILY',
  create: (object) => [
    `CREATE OPERATOR FAMILY ${object.name};`,
    ...change(object.name, 'ADD', listOf(object, 'members')),
  ],
  alter: ({ from, to }) => {
    const before = listOf(from, 'members');
    const after = listOf(to, 'members');
    const dropped = before.filter((member) => !after.includes(member)).map(slot);
    const added = after.filter((member) => !before.includes(member));
    return [...change(to.name, 'DROP', dropped), ...change(to.name, 'ADD', added)];
  },
});

/** Of a built-in family, what users added to it. */
export const operatorFamily: Repair<'operator family'> = {
  ...own,
  create: (object, context) =>
    isForeignPart(object)
      ? change(object.name, 'ADD', listOf(object, 'members'))
      : own.create(object, context),
  drop: (object, context) =>
    isForeignPart(object)
      ? change(object.name, 'DROP', listOf(object, 'members').map(slot))
      : own.drop(object, context),
};

function change(family: string, verb: 'ADD' | 'DROP', members: readonly string[]): readonly string[] {
  return members.length === 0 ? [] : [`ALTER OPERATOR FAMILY ${family} ${verb} ${members.join(', ')};`];
}

/** Number and operand types of a member, by which DROP names it: `OPERATOR 1 (integer, bigint)`. */
function slot(member: string): string {
  const groups =
    /^FUNCTION (?<number>\d+) (?<types>\(.*?\)) /u.exec(member)?.groups ??
    /^OPERATOR (?<number>\d+) [^(]+(?<types>\(.*\))(?: FOR ORDER BY .*)?$/u.exec(member)?.groups;
  return `${member.slice(0, 8)} ${groups?.number ?? ''} ${groups?.types ?? ''}`;
}
