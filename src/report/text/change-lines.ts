// Registers the traits of the kinds, which describeObject reads.
import '../../catalog/kinds/lists.js';
import { describeChange, describeObject } from '../../catalog/model/describe.js';
import { subject, type Difference } from '../../catalog/model/diff.js';
import { keyOf, type CatalogObject, type ObjectKey } from '../../catalog/model/object.js';
import type { Paint } from './paint.js';
import { traceLines } from './trace-lines.js';

/**
 * Lists every object that a step created, dropped or changed, each below the one that it was created or dropped
 * with.
 */
export function changeLines(differences: readonly Difference[], paint: Paint): readonly string[] {
  const printed = differences.filter(isPrinted);
  const homes = homesOf(printed);
  const linesBelow = (home: Difference | undefined): readonly string[] =>
    printed
      .filter((difference) => homes.get(difference) === home)
      .flatMap((difference) => [
        ...ownLines(difference, paint),
        ...linesBelow(difference).map((line) => `  ${line}`),
      ]);
  return linesBelow(undefined);
}

/** A table whose only change is its list of columns is represented by the columns. */
export function isPrinted({ change }: Difference): boolean {
  return change !== 'reordered';
}

/** Maps each object to the object that it was added or dropped with, if any. */
function homesOf(printed: readonly Difference[]): ReadonlyMap<Difference, Difference | undefined> {
  const labelOf = ({ change }: Difference, key: ObjectKey) => `${change} ${keyOf(key)}`;
  const byLabel = new Map(
    printed
      .filter(({ change }) => change === 'left' || change === 'missing')
      .map((difference) => [labelOf(difference, subject(difference)), difference]),
  );
  return new Map(
    printed.map((difference) => {
      const { parent, cascadesFrom } = subject(difference);
      const [home] = [parent, cascadesFrom].flatMap(
        (key) => (key && byLabel.get(labelOf(difference, key))) ?? [],
      );
      return [difference, home];
    }),
  );
}

function ownLines(difference: Difference, paint: Paint): readonly string[] {
  switch (difference.change) {
    case 'left':
      return described('+', difference.after).map(paint.green);
    case 'missing':
      return described('-', difference.before).map(paint.red);
    case 'changed':
    case 'reordered': {
      const { kind, name } = subject(difference);
      const printed = { kind, name, ...describeChange(difference) };
      return traceLines([printed], { paint, width: 100, textOf: () => 'changed' });
    }
  }
}

/** The text follows the name if it is one line, otherwise it is printed below, like the columns of a table. */
function described(sign: string, { kind, name, attributes }: CatalogObject): readonly string[] {
  const head = `${sign} ${kind} ${name}`;
  const [first = '', ...rest] = describeObject({ kind, name, attributes }).split('\n');
  if (rest.length > 0) return [head, ...[first, ...rest].map((line) => `    ${line}`)];
  return [first === kind ? head : `${head}  ${first}`];
}
