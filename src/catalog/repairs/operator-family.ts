import { listOf } from '../attribute.js';
import { objectRepair } from './object-repair.js';

/** Classes of the family are objects of their own. */
export const operatorFamily = objectRepair({
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
