import { traitsOf } from '../../catalog/model/kind-traits.js';
import type { Kind } from '../../catalog/model/object.js';
import type { GenerateReport } from '../../generate/generate-report.js';

type Unmanaged = GenerateReport['unmanaged'];

/** Number of objects of one kind that are named; of more, only their number is shown. */
const mostNamed = 3;

/** What a source cannot describe, in a few words: `37 comments, trigger touch on public.users`. */
export function describeUnmanaged(unmanaged: Unmanaged): string {
  const whole = unmanaged.filter(({ attributes }) => attributes === undefined);
  const kinds = [...new Set(whole.map(({ object }) => object.kind))];
  const objects = kinds.flatMap((kind) => ofKind(kind, whole));
  const attributes = unmanaged.flatMap(({ object: { kind, name }, attributes: names }) =>
    names ? `${names.join(' and ')} of ${kind} ${name}` : [],
  );
  const named = attributes.length > mostNamed ? [`attributes of ${attributes.length} objects`] : attributes;
  return [...objects, ...named].join(', ');
}

function ofKind(kind: Kind, unmanaged: Unmanaged): readonly string[] {
  const names = unmanaged.filter(({ object }) => object.kind === kind).map(({ object }) => object.name);
  if (names.length > mostNamed) return [`${names.length} ${traitsOf(kind).plural}`];
  return names.map((name) => `${kind} ${name}`);
}
