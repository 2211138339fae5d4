import type { LoadReport, LoadStatementReport } from '../rehearsal-report.js';
import type { ChosenLoad, LoadRequest } from './choose-load.js';
import type { LoadDriver } from './load-driver.js';
import { during, latenciesOf, type Sample } from './samples.js';
import { toTimeline } from './timeline.js';

export interface LoadRun extends ChosenLoad {
  readonly driver: LoadDriver | undefined;
  /** When the first migration began, in milliseconds since the load began. */
  readonly calmUntil: number;
  readonly request: LoadRequest;
}

export function toLoadReport({ origin, statements, driver, calmUntil, request }: LoadRun): LoadReport {
  const samples = driver?.samples ?? [];
  return {
    origin: driver ? origin : 'none',
    rate: driver ? request.rate : 0,
    connections: driver ? request.connections : 0,
    baseline: latenciesOf(during(samples, { from: 0, to: calmUntil })),
    statements: statements.map(({ name, weight }, index) => ({
      name,
      weight,
      ...ofStatement(samples.filter(({ statement }) => statement === index)),
    })),
    timeline: toTimeline(samples, driver?.waits ?? []),
  };
}

function ofStatement(samples: readonly Sample[]): Pick<LoadStatementReport, 'load' | 'firstError'> {
  const failed = samples.find(({ error }) => error !== undefined);
  return {
    load: latenciesOf(samples),
    firstError: failed && { message: failed.error ?? '', at: failed.at },
  };
}
