import { withAttribute } from '../../catalog/model/attribute.js';
import type { CatalogObject } from '../../catalog/model/object.js';
import { isSameAttribute } from '../../catalog/model/same-attribute.js';

/** A constraint as `pg_get_constraintdef` prints it, divided by what Drizzle has words for. */
interface DividedConstraint {
  /** What Drizzle can express. */
  readonly core: string;
  /** ` INCLUDE (…)` of a key. */
  readonly include: string;
  /** ` MATCH FULL` of a foreign key. */
  readonly match: string;
  /** The columns of ` SET NULL (…)`, in which they are no more than part of the core. */
  readonly columns: string;
  /** ` DEFERRABLE`, ` NO INHERIT` and the like. */
  readonly behaviour: string;
  /** ` NOT VALID`: its rows have not been checked yet. */
  readonly state: string;
}

/** A list of columns in parentheses, whose names may be quoted. */
const list = String.raw`\((?:"(?:[^"]|"")*"|[^")])*\)`;

const key = new RegExp(`^(?<core>(?:PRIMARY KEY|UNIQUE)[^("]*${list})(?<include> INCLUDE ${list})?`, 'u');

const references = new RegExp(
  `^(?<core>FOREIGN KEY ${list} REFERENCES [^(]*${list})(?<match> MATCH FULL)?(?<actions>.*)$`,
  'u',
);

const actionColumns = new RegExp(`(?<= ON DELETE SET (?:NULL|DEFAULT)) ${list}`, 'u');

const ending =
  /(?<behaviour>(?: NO INHERIT| DEFERRABLE| INITIALLY DEFERRED| NOT ENFORCED)*)(?<state>(?: NOT VALID)?)$/u;

function divide(definition: string): DividedConstraint {
  const { behaviour = '', state = '' } = ending.exec(definition)?.groups ?? {};
  const rest = definition.slice(0, definition.length - behaviour.length - state.length);
  const common = { include: '', match: '', columns: '', behaviour, state };
  const keyed = key.exec(rest)?.groups;
  if (keyed) return { ...common, core: keyed.core ?? '', include: keyed.include ?? '' };
  const referring = references.exec(rest)?.groups;
  if (!referring) return { ...common, core: rest };
  const actions = referring.actions ?? '';
  const columns = actionColumns.exec(actions)?.[0] ?? '';
  return {
    ...common,
    core: `${referring.core ?? ''}${actions.replace(actionColumns, '')}`,
    match: referring.match ?? '',
    columns,
  };
}

/** Whether Drizzle has no words for part of a constraint, or for the kind of constraint. */
export function isInexpressibleConstraint({ attributes }: CatalogObject): boolean {
  const definition = String(attributes.definition);
  if (/^(?:EXCLUDE|NOT NULL|TRIGGER) /u.test(definition)) return true;
  if (/ WITHOUT OVERLAPS\)| PERIOD /u.test(definition.replace(/"(?:[^"]|"")*"|'(?:[^']|'')*'/gu, '')))
    return true;
  return divide(definition).core !== definition;
}

/**
 * The constraint that is wanted where `described` is what Drizzle makes of it: the present one if the two differ only
 * in what Drizzle has no words for, otherwise the described one with these parts of the present one.
 */
export function mergeConstraint(present: CatalogObject, described: CatalogObject): CatalogObject {
  const [was, is] = [present, described].map(({ attributes }) => divide(String(attributes.definition))) as [
    DividedConstraint,
    DividedConstraint,
  ];
  const attribute = { kind: 'constraint', attribute: 'definition' } as const;
  if (isSameAttribute(attribute, was.core, is.core)) return present;
  const definition = join({ ...is, include: was.include, match: was.match, behaviour: was.behaviour });
  return { ...present, attributes: withAttribute(present.attributes, 'definition', definition) };
}

function join({ core, include, match, behaviour }: DividedConstraint): string {
  const referring = references.exec(core)?.groups;
  const text = referring ? `${referring.core ?? ''}${match}${referring.actions ?? ''}` : `${core}${include}`;
  return text + behaviour;
}
