import { assertNever } from '../../errors.js';
import type { PushPlan, PushReport } from '../../generate/push.js';
import type { Paint } from '../text/paint.js';
import { countOf } from '../text/plural.js';
import { traceLines } from '../text/trace-lines.js';
import { renderChanges } from './text.js';

/** Shows what `push` is about to do. */
export function renderPushPlan({ statements, changes, hazards }: PushPlan, paint: Paint): string {
  return [
    renderChanges(changes, paint),
    '',
    ...statements.map((statement) => paint.dim(statement)),
    ...hazards.map(({ message }) => paint.yellow(message)),
  ].join('\n');
}

const words = { left: 'remains', missing: 'is missing', changed: 'differs', reordered: 'has another order' };

export function renderPush({ verdict, source, statements, residual }: PushReport, paint: Paint): string {
  switch (verdict) {
    case 'no-changes':
      return `${paint.green('no changes')}: the database has the schema of ${source}`;
    case 'pushed':
      return `${paint.green('pushed')}: ${countOf(statements.length, 'statement')}; no migration records this, roundtrip generate writes one`;
    case 'not-exact':
      return [
        ...traceLines(residual, { paint, width: 100, textOf: ({ change }) => words[change] }),
        `${paint.red('not exact')}: the statements would not lead to the schema of ${source}`,
      ].join('\n');
    default:
      return assertNever(verdict);
  }
}

/** The format of `push --json`, a contract. */
export function pushToJson({
  verdict,
  source,
  statements,
  changes,
  hazards,
  unmanaged,
  residual,
}: PushReport) {
  return {
    format: 'roundtrip.push/1',
    verdict,
    source,
    statements,
    changes,
    hazards: hazards.map(({ kind, object, message }) => ({
      kind,
      object: `${object.kind} ${object.name}`,
      message,
    })),
    unmanaged: unmanaged.map(({ object: { kind, name }, attributes }) => ({
      kind,
      name,
      ...(attributes ? { attributes } : {}),
    })),
    residual,
  };
}
