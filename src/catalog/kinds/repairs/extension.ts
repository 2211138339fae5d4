import { quoteLiteral } from '../../../database/quote.js';
import { requiredText } from '../../model/attribute.js';
import { membersOf } from '../../model/identity.js';
import { mentionedNames } from '../../model/mentioned-names.js';
import { keyOf, type CatalogObject } from '../../model/object.js';
import { nameInText } from '../../model/object-references.js';
import { cannot, type Limited, type Repair, type RepairContext } from '../../kind/repair.js';

/** An extension belongs to who creates it; its owner cannot be changed. */
export const extension: Repair<'extension'> = {
  kind: 'extension',
  create: (object, context) =>
    inUse(object, context) ?? [
      `CREATE EXTENSION ${object.name} SCHEMA ${requiredText(object, 'schema')} VERSION ${quoteLiteral(requiredText(object, 'version'))};`,
    ],
  drop: (object, context) =>
    inUse(object, context) ?? [
      ...(context.isCreated(object)
        ? [`-- Fails where anything uses extension ${object.name}: ${onlyMadeAgain}.`]
        : []),
      `DROP EXTENSION ${object.name};`,
    ],
  alter: ({ from, to, attributes }) => {
    if (attributes.includes('owner') || isOlder(to, from)) return undefined;
    const actions = attributes
      .filter((name) => name !== 'requires')
      .map((name) =>
        name === 'schema'
          ? `SET SCHEMA ${requiredText(to, 'schema')}`
          : `UPDATE TO ${quoteLiteral(requiredText(to, 'version'))}`,
      );
    return actions.map((action) => `ALTER EXTENSION ${to.name} ${action};`);
  },
};

const onlyMadeAgain =
  'PostgreSQL can only drop and create an extension to restore an older version or another owner';

/** Of an extension that the plan would drop and create. */
function inUse(extension: CatalogObject, context: RepairContext): Limited | undefined {
  const now = context.now.get(keyOf(extension));
  if (!now || !context.isDropped(now) || !context.isCreated(now)) return undefined;
  const [user] = usersOf(now, context);
  return user && cannot(`${user.kind} ${user.name} uses it, and ${onlyMadeAgain}`);
}

/** What names a member and stays, as far as definitions tell. */
function usersOf(extension: CatalogObject, { now, isDropped }: RepairContext): readonly CatalogObject[] {
  const names = [...membersOf(extension)].map((member) => nameInText({ name: identityIn(member) }));
  const wanted = new Set(names.flatMap((name) => [name, `${name}(`]));
  return [...now.values()].filter(
    (object) => !isDropped(object) && [...mentionedNames(object).firm].some((name) => wanted.has(name)),
  );
}

/** `public.citext` of `type public.citext`. */
function identityIn(member: string): string {
  return member.slice(member.indexOf(' ') + 1);
}

/** Extensions bring scripts from older to newer versions, and hardly ever back. */
function isOlder(one: CatalogObject, other: CatalogObject): boolean {
  const order = requiredText(one, 'version').localeCompare(requiredText(other, 'version'), 'en', {
    numeric: true,
  });
  return order < 0;
}
