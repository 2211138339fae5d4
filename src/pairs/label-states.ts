import type { CatalogObject, Snapshot } from '../catalog/model/object.js';
import type { PlannedDirection } from './plan-pair.js';

/** How a plan adds a label to an enum. */
const addition = /^ALTER TYPE (?<type>.+?) ADD VALUE (?<label>'(?:[^']|'')*')/u;

const literal = /'(?:[^']|'')*'/gu;

/**
 * Returns the types to which a direction adds labels that its later statements use. PostgreSQL refuses the use
 * of a new label before the transaction that added it has committed (manual, "ALTER TYPE").
 */
export function typesUsedEarly({ statements }: PlannedDirection): ReadonlySet<string> {
  return new Set(
    statements.flatMap((statement, at) => {
      const { type, label } = addition.exec(statement)?.groups ?? {};
      if (type === undefined || label === undefined) return [];
      const isUsed = statements.slice(at + 1).some((later) => !addition.test(later) && uses(later, label));
      return isUsed ? [type] : [];
    }),
  );
}

/** Whether a statement contains a label, alone or in the text of an array or a row. */
function uses(statement: string, label: string): boolean {
  const text = label.slice(1, -1);
  return [...statement.matchAll(literal)].some(
    ([one]) => one === label || (/^'[{([]/u.test(one) && one.includes(text)),
  );
}

/** Returns a state in which these types are as in another state. */
export function withTypes(state: Snapshot, types: ReadonlySet<string>, other: Snapshot): Snapshot {
  const isOne = ({ kind, name }: CatalogObject): boolean => kind === 'type' && types.has(name);
  return new Map(
    [...state].map(([key, object]) => [key, isOne(object) ? (other.get(key) ?? object) : object]),
  );
}
