import type { Hazard } from '../pairs/hazards.js';
import type { PairProof } from '../pairs/prove-pair.js';

type ReportedHazard = Omit<Hazard, 'statement'>;

/** Adds what the proof with rows has shown and no planned hazard says. */
export function withObserved(planned: readonly Hazard[], { rows }: PairProof): readonly ReportedHazard[] {
  const refused = rows?.refused;
  const lost = planned.some(({ kind }) => kind === 'data-loss') ? [] : (rows?.lost ?? []);
  const isSaid = planned.some(
    ({ kind, direction }) => kind === 'may-fail' && direction === refused?.direction,
  );
  return [
    ...planned,
    ...lost.map(({ table, columns }): ReportedHazard => {
      const what = columns.length > 0 ? `values of ${columns.join(', ')} in ${table}` : `rows of ${table}`;
      const message = `the down does not restore ${what}`;
      return { direction: 'down', kind: 'data-loss', object: { kind: 'table', name: table }, message };
    }),
    ...(refused && !isSaid ? refusals(refused, rows) : []),
  ];
}

function refusals(
  { direction, rows, message }: NonNullable<NonNullable<PairProof['rows']>['refused']>,
  { tried }: NonNullable<PairProof['rows']>,
): readonly ReportedHazard[] {
  const text = `the ${direction} fails with ${rows === 'all' ? 'rows' : 'some rows'} in these tables: ${message}`;
  return tried
    .slice(0, 1)
    .map((table) => ({ direction, kind: 'may-fail', object: { kind: 'table', name: table }, message: text }));
}
