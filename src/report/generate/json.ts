import { relative } from 'node:path';
import type { GenerateReport, SchemaChange } from '../../generate/generate-report.js';
import type { Hazard } from '../../pairs/hazards.js';
import type { Residual } from '../../pairs/prove-pair.js';

/** Output of `generate --json`; docs/json.md describes each field. */
export interface GenerateResult {
  readonly format: 'roundtrip.generate/1';
  readonly verdict: GenerateReport['verdict'];
  readonly server: { readonly version: string; readonly kind: 'server' | 'embedded' };
  readonly source: string;
  /** Paths of the written files, relative to the project. */
  readonly files: readonly string[];
  readonly changes: readonly SchemaChange[];
  readonly hazards: readonly Readonly<Record<'direction' | 'kind' | 'object' | 'message', string>>[];
  readonly unmanaged: readonly {
    readonly kind: string;
    readonly name: string;
    readonly attributes?: readonly string[];
  }[];
  readonly residual: readonly Residual[];
  /** The step that failed in the proof. */
  readonly failure?: { readonly phase: string; readonly message: string; readonly statement: string | null };
  /** Tables whose columns the source has in another order. */
  readonly reordered: readonly string[];
  readonly milliseconds: number;
}

/** The format of `generate --json`, a contract. */
export function generateToJson(report: GenerateReport, cwd: string): GenerateResult {
  const { verdict, server, source, files, changes, unmanaged, proof, reordered, milliseconds } = report;
  const failure = proof?.failure;
  return {
    format: 'roundtrip.generate/1',
    verdict,
    server: { version: server.version, kind: server.kind },
    source,
    files: verdict === 'generated' ? files.map(({ path }) => relative(cwd, path)) : [],
    changes,
    hazards: report.hazards.map(hazardToJson),
    unmanaged: unmanaged.map(({ object: { kind, name }, attributes }) => ({
      kind,
      name,
      ...(attributes ? { attributes } : {}),
    })),
    residual: proof?.residual ?? [],
    ...(failure ? { failure: failureToJson(failure) } : {}),
    reordered,
    milliseconds,
  };
}

function hazardToJson({ direction, kind, object, message }: Omit<Hazard, 'statement'>) {
  return { direction, kind, object: `${object.kind} ${object.name}`, message };
}

function failureToJson({ phase, error }: NonNullable<NonNullable<GenerateReport['proof']>['failure']>) {
  return { phase, message: error.message, statement: error.statement ?? null };
}
