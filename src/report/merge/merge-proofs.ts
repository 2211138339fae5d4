import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../../errors.js';
import { timestampOf } from '../../migrations/migration-file.js';
import type { ProvenMigration, ProveResult } from '../prove/json.js';
import { countOf } from '../text/plural.js';
import type { ReportOf } from './read-report.js';
import type { ShardInfo } from '../prove/shard.js';

type ShardReport = ReportOf<ProveResult & { readonly shard: ShardInfo }>;

/**
 * Joins the reports of all shards of one proof. A single report of a whole proof is returned as it is.
 * @throws UsageError when reports do not belong together, or some are missing
 */
export function mergeProofs(reports: readonly ReportOf<ProveResult>[]): ProveResult {
  const [first] = reports;
  if (!first)
    throw new UsageError('there are no reports to merge', { remedy: 'Give the files of all shards.' });
  if (reports.length === 1 && first.result.shard === undefined) return first.result;
  assertNotFixed(reports);
  const shards = shardsOf(reports);
  assertBelongTogether(shards);
  assertComplete(shards);
  return join(inOrder(shards));
}

function shardsOf(reports: readonly ReportOf<ProveResult>[]): readonly ShardReport[] {
  const whole = reports.filter(({ result }) => result.shard === undefined).map(({ file }) => file);
  if (whole.length > 0) {
    throw new UsageError(`${whole.join(', ')} is not the report of a shard`, {
      remedy: 'Run each part with prove --shard I/N, in the same version of roundtrip.',
    });
  }
  return reports as readonly ShardReport[];
}

/** The texts of the files before and after an edit are not in a report. */
function assertNotFixed(reports: readonly ReportOf<ProveResult>[]): void {
  const fixed = reports.filter(({ result }) => result.migrations.some(({ fix }) => fix !== undefined));
  if (fixed.length === 0) return;
  throw new UsageError(`reports of prove --fix are not merged: ${fixed.map(({ file }) => file).join(', ')}`, {
    remedy: 'Prove without --fix, or run prove --fix without --shard.',
  });
}

interface Property {
  /** What must be the same, for messages. */
  readonly name: string;
  readonly of: (shard: ShardReport) => unknown;
  /** Text of the value; none where it is too long. */
  readonly text?: (shard: ShardReport) => string;
}

const common: readonly Property[] = [
  {
    name: 'versions of roundtrip',
    of: ({ result }) => result.shard.tool,
    text: ({ result }) => result.shard.tool,
  },
  {
    name: 'servers',
    of: ({ result }) => result.server,
    text: ({ result: { server } }) => `PostgreSQL ${server.version}, ${server.kind}`,
  },
  {
    name: 'numbers of shards',
    of: ({ result }) => result.shard.of,
    text: ({ result }) => `${result.shard.number}/${result.shard.of}`,
  },
  {
    name: 'settings',
    of: ({ result }) => result.shard.settings,
    text: ({ result }) =>
      Object.entries(result.shard.settings)
        .map(([key, value]) => `${key} ${String(value)}`)
        .join(', '),
  },
  { name: 'migration files', of: ({ result }) => result.shard.files },
  { name: 'chosen migrations', of: ({ result }) => result.shard.migrations },
];

function assertBelongTogether(shards: readonly ShardReport[]): void {
  const [first, ...others] = shards;
  if (!first) return;
  const mistakes = common.flatMap(({ name, of, text = () => '' }) => {
    const other = others.find((one) => !isDeepStrictEqual(of(one), of(first)));
    if (!other) return [];
    const [one, two] = [first, other].map((shard) => `${shard.file}${text(shard) && ` (${text(shard)})`}`);
    return [`different ${name}: ${one} and ${two}`];
  });
  if (mistakes.length > 0) {
    throw new UsageError(`the reports do not belong together: ${mistakes.join('\n')}`, {
      remedy: 'Give the reports of one proof: the same commit, flags, server and version in every shard.',
    });
  }
}

function assertComplete(shards: readonly ShardReport[]): void {
  const count = shards[0]?.result.shard.of ?? 0;
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const mistakes = numbers.flatMap((number) => {
    const files = shards.filter(({ result }) => result.shard.number === number).map(({ file }) => file);
    if (files.length === 1) return [];
    return files.length === 0
      ? [`shard ${number}/${count} is missing`]
      : [`shard ${number}/${count} is there ${files.length} times: ${files.join(', ')}`];
  });
  if (mistakes.length > 0)
    throw new UsageError(mistakes.join('\n'), {
      remedy: `Give each of the ${countOf(count, 'report')} once.`,
    });
}

function inOrder(shards: readonly ShardReport[]): readonly ShardReport[] {
  return [...shards].sort((a, b) => a.result.shard.number - b.result.shard.number);
}

function join(shards: readonly ShardReport[]): ProveResult {
  const results = shards.map(({ result }) => result);
  const [{ server, shard }] = results as [ShardReport['result']];
  const migrations = joinMigrations(shards, shard.migrations);
  const { order, commute } = Object.assign({}, ...results.map(branchOf)) as Pick<
    ProveResult,
    'order' | 'commute'
  >;
  const widest = results.reduce((most, one) => (objectCount(one) > objectCount(most) ? one : most));
  return {
    format: 'roundtrip.prove/1',
    verdict: results.some(({ verdict }) => verdict === 'not-reversible') ? 'not-reversible' : 'reversible',
    server,
    migrations,
    compared: {
      objects: widest.compared.objects,
      rows: migrations.flatMap(({ rows = [] }) => rows).reduce((sum, { rows }) => sum + rows, 0),
      notCompared: [...new Set(results.flatMap(({ compared }) => compared.notCompared))],
    },
    milliseconds: Math.max(...results.map(({ milliseconds }) => milliseconds)),
    ...(order ? { order } : {}),
    ...(commute ? { commute } : {}),
    shard: { ...shard, number: 1, of: 1 },
  };
}

function branchOf({ order, commute }: ProveResult): Pick<ProveResult, 'order' | 'commute'> {
  return { ...(order ? { order } : {}), ...(commute ? { commute } : {}) };
}

function objectCount({ compared }: ProveResult): number {
  return Object.values(compared.objects).reduce((sum, count) => sum + count, 0);
}

/** A migration that fails below several shards is in the report of each. */
function joinMigrations(
  shards: readonly ShardReport[],
  expected: readonly string[],
): readonly ProvenMigration[] {
  const found = new Map<string, { readonly file: string; readonly migration: ProvenMigration }>();
  for (const { file, result } of shards) {
    for (const migration of result.migrations) {
      const other = found.get(migration.name);
      if (other && !isSameResult(other.migration, migration))
        throw contradiction(migration.name, other, file);
      if (!other) found.set(migration.name, { file, migration });
    }
  }
  const missing = expected.filter((name) => !found.has(name));
  if (missing.length > 0)
    throw new UsageError(`no report has these migrations: ${missing.join(', ')}`, {
      remedy: 'Repeat the shards; a report may be of another run.',
    });
  return [...found.values()].map(({ migration }) => migration).sort(byPlace(expected));
}

function isSameResult(one: ProvenMigration, other: ProvenMigration): boolean {
  const { milliseconds: _one, ...result } = one;
  const { milliseconds: _other, ...otherResult } = other;
  return isDeepStrictEqual(result, otherResult);
}

function contradiction(
  name: string,
  other: { file: string; migration: ProvenMigration },
  file: string,
): UsageError {
  return new UsageError(
    `${name} is in ${other.file} (${other.migration.verdict}) and in ${file} with another result`,
    { remedy: 'Repeat the shards on one commit.' },
  );
}

/** Migrations that fail below all chosen ones are not among the expected. */
function byPlace(expected: readonly string[]) {
  const places = new Map(expected.map((name, place) => [name, place]));
  return (a: ProvenMigration, b: ProvenMigration): number => {
    const [one, two] = [places.get(a.name), places.get(b.name)];
    return one !== undefined && two !== undefined ? one - two : timestampOf(a.name) - timestampOf(b.name);
  };
}
