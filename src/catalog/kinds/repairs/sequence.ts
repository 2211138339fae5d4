import type { AttributeValue, CatalogObject } from '../../model/object.js';
import type { AlterChange, Repair } from '../../kind/repair.js';
import { changeOwnership, createHeld, dropHeld } from './owner-and-privileges.js';

const held = { acl: 's', alter: 'SEQUENCE' } as const;

/** Each parameter's words, for a value and for the default. */
const parameters: readonly (readonly [name: string, set: string, reset: string])[] = [
  ['data type', 'AS', 'AS bigint'],
  ['increment', 'INCREMENT BY', 'INCREMENT BY 1'],
  ['minimum', 'MINVALUE', 'NO MINVALUE'],
  ['maximum', 'MAXVALUE', 'NO MAXVALUE'],
  ['cache', 'CACHE', 'CACHE 1'],
];

function words(object: CatalogObject, isWanted: (name: string) => boolean): string {
  const { attributes } = object;
  const listed = parameters
    .filter(([name]) => isWanted(name))
    .map(
      ([name, set, reset]) =>
        ` ${attributes[name] === undefined ? reset : `${set} ${String(attributes[name])}`}`,
    );
  const start = isWanted('start') ? ` START WITH ${startOf(object)}` : '';
  const cycle = isWanted('cycle') ? ` ${attributes.cycle === undefined ? 'NO ' : ''}CYCLE` : '';
  return listed.join('') + start + cycle;
}

/** A sequence starts at its lower bound, or at its upper one when it counts down. */
function startOf({ attributes: { start, increment, minimum, maximum } }: CatalogObject): string {
  if (start !== undefined) return String(start);
  return String(increment).startsWith('-') ? String(maximum ?? -1) : String(minimum ?? 1);
}

function setOwnedBy(name: string, column: AttributeValue | undefined): string {
  return `ALTER SEQUENCE ${name} OWNED BY ${String(column ?? 'NONE')};`;
}

function alter({ from, to, attributes }: AlterChange): readonly string[] {
  const changed = words(to, (name) => attributes.includes(name));
  const isOwned = to.attributes['owned by'] !== undefined;
  return [
    ...(changed === '' ? [] : [`ALTER SEQUENCE ${to.name}${changed};`]),
    ...(attributes.includes('persistence') ? [setPersistence(to)] : []),
    ...(attributes.includes('owned by') ? [setOwnedBy(to.name, undefined)] : []),
    ...changeOwnership(
      { from: isOwned && !attributes.includes('owned by') ? withOwnerOf(from, to) : from, to },
      held,
    ),
    ...(attributes.includes('owned by') && isOwned ? [setOwnedBy(to.name, to.attributes['owned by'])] : []),
  ];
}

/** The owner of an owned sequence follows that of the table. */
function withOwnerOf(from: CatalogObject, { attributes: { owner } }: CatalogObject): CatalogObject {
  return owner === undefined ? from : { ...from, attributes: { ...from.attributes, owner } };
}

function setPersistence({ name, attributes }: CatalogObject): string {
  return `ALTER SEQUENCE ${name} SET ${attributes.persistence === undefined ? 'LOGGED' : 'UNLOGGED'};`;
}

export const sequence: Repair<'sequence'> = {
  kind: 'sequence',
  create: createHeld(held, (object) => {
    const unlogged = object.attributes.persistence === undefined ? '' : 'UNLOGGED ';
    const options = words(object, (name) => object.attributes[name] !== undefined);
    return [`CREATE ${unlogged}SEQUENCE ${object.name}${options};`];
  }),
  finish: ({ name, attributes }) =>
    attributes['owned by'] === undefined ? [] : [setOwnedBy(name, attributes['owned by'])],
  drop: dropHeld(held, ({ name }) => `DROP SEQUENCE ${name};`),
  alter,
};
