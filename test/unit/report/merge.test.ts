import { mergeProofs } from '../../../src/report/merge/merge-proofs.js';
import { proofFromJson } from '../../../src/report/merge/proof-from-json.js';
import { readReports } from '../../../src/report/merge/read-report.js';
import { proofToJson, type ProvenMigration, type ProveResult } from '../../../src/report/prove/json.js';

const names = ['1_a', '2_b', '10_c'];

function migration(name: string, more: Partial<ProvenMigration> = {}): ProvenMigration {
  return {
    name,
    verdict: 'reversible',
    traces: [],
    file: `migrations/${name}.js`,
    line: 2,
    milliseconds: { up: 1, down: 1, upAgain: 1, catalog: 1 },
    ...more,
  };
}

interface Changes extends Partial<ProveResult> {
  readonly shardOf?: Partial<NonNullable<ProveResult['shard']>>;
}

/** The report of the I-th of three shards, each with one migration. */
function shard(number: number, { shardOf = {}, ...more }: Changes = {}): ProveResult {
  return {
    format: 'roundtrip.prove/1',
    verdict: 'reversible',
    server: { version: '18.4', kind: 'server' },
    migrations: [migration(names[number - 1] ?? '')],
    compared: { objects: { table: number }, rows: 0, notCompared: [] },
    milliseconds: 100 * number,
    shard: {
      number,
      of: 3,
      tool: '1.0.0',
      settings: { rows: 'generate', seed: null, strict: false },
      files: 'abc',
      migrations: names,
      ...shardOf,
    },
    ...more,
  };
}

function merge(...reports: readonly object[]): ProveResult {
  const texts = reports.map((report, index) => ({ file: `${index + 1}.json`, text: JSON.stringify(report) }));
  return mergeProofs(readReports(texts));
}

describe('the merged report of shards', () => {
  it('has all migrations in their order, the whole database, and the longest duration', () => {
    const merged = merge(shard(3), shard(1), shard(2));
    expect(merged.migrations.map(({ name }) => name)).toEqual(names);
    expect(merged).toMatchObject({
      verdict: 'reversible',
      compared: { objects: { table: 3 }, rows: 0 },
      milliseconds: 300,
      shard: { number: 1, of: 1, migrations: names },
    });
  });

  it('is not reversible if one shard is not, and keeps the checks of the first shard', () => {
    const order = { verdict: 'in-order', branch: 'main', last: null, misplaced: [] } as const;
    const merged = merge(shard(1, { order }), shard(2, { verdict: 'not-reversible' }), shard(3));
    expect([merged.verdict, merged.order]).toEqual(['not-reversible', order]);
  });

  it('has a migration once that fails below several shards', () => {
    const error = { phase: 'up', message: 'no', code: '42601', statement: 'x' } as const;
    const failing = migration('0_first', { verdict: 'fails', error });
    const of = (number: number, milliseconds: number): ProveResult => {
      const one = shard(number);
      const took = { ...failing.milliseconds, up: milliseconds };
      return {
        ...one,
        verdict: 'not-reversible',
        migrations: [{ ...failing, milliseconds: took }, ...one.migrations],
      };
    };
    const merged = merge(of(1, 5), of(2, 7), of(3, 9));
    expect(merged.migrations.map(({ name }) => name)).toEqual(['0_first', ...names]);
  });

  it('is the same report after it is read and written again', () => {
    const trace = { kind: 'rows', name: 'public.t', change: 'rows', before: '1', after: '0', repair: null };
    const accepted = { verdict: 'loses-data', object: '*', reason: 'r', file: 'migrations/1_a.js', line: 1 };
    const project = {
      verdict: 'loses-data',
      object: 'x',
      migration: '*',
      reason: 'r',
      until: null,
      source: 's',
    };
    const report: ProveResult = {
      ...shard(1),
      migrations: [
        migration('1_a', {
          verdict: 'loses-data',
          traces: [trace as ProvenMigration['traces'][number]],
          error: {
            phase: 'down',
            message: 'm',
            code: null,
            statement: null,
            file: 'migrations/1_a.js',
            line: 3,
            column: 2,
            excerpt: ['| x'],
          },
          repair: 'SELECT 1;',
          destroys: [{ kind: 'table', name: 'public.t' }],
          notes: ['n'],
          rows: [{ table: 'public.t', compared: 'no', rows: 1, reason: 'r' }],
          accepted: [accepted],
          staleAcceptances: [accepted],
          acceptedByProject: [project],
          expiredAcceptances: [project],
        }),
      ],
      order: {
        verdict: 'out-of-order',
        branch: 'main',
        last: '2_b',
        misplaced: [{ name: '1_a', file: 'migrations/1_a.js', before: ['2_b'], newName: '3_a' }],
      },
      commute: {
        verdict: 'does-not-commute',
        branch: 'main',
        own: ['1_a'],
        meanwhile: ['2_b'],
        findings: [
          {
            applied: ['main', 'branch'],
            rolledBack: ['main'],
            error: null,
            objects: [{ kind: 'table', name: 'public.t', change: 'left', expected: null, actual: 'x' }],
          },
        ],
        notes: ['n'],
        milliseconds: 5,
      },
    };
    const { report: proof, branch } = proofFromJson(report, '/project');
    expect(proofToJson(proof, '/project', { branch, shard: report.shard })).toEqual(report);
  });

  it('may be that of one whole proof, whose strictness follows from its verdict', () => {
    const { shard: _, ...whole } = shard(1, {
      verdict: 'not-reversible',
      migrations: [migration('1_a', { verdict: 'reorders-columns' })],
    });
    expect(proofFromJson(merge(whole), '/project').strict).toBe('on');
  });
});

describe('the merge of reports', () => {
  const other = (more: Changes) => [shard(1), shard(2, more), shard(3)];
  it.each<readonly [title: string, reports: readonly object[], message: string]>([
    ['a missing shard', [shard(1), shard(3)], 'shard 2/3 is missing'],
    [
      'a duplicate shard',
      [shard(1), shard(1), shard(2), shard(3)],
      'shard 1/3 is there 2 times: 1.json, 2.json',
    ],
    [
      'another version of the server',
      other({ server: { version: '17.1', kind: 'server' } }),
      'different servers: 1.json (PostgreSQL 18.4, server) and 2.json (PostgreSQL 17.1, server)',
    ],
    [
      'another version of roundtrip',
      other({ shardOf: { tool: '1.1.0' } }),
      'different versions of roundtrip: 1.json (1.0.0) and 2.json (1.1.0)',
    ],
    [
      'another number of shards',
      other({ shardOf: { of: 4 } }),
      'different numbers of shards: 1.json (1/3) and 2.json (2/4)',
    ],
    [
      'other settings',
      other({ shardOf: { settings: { rows: 'none', seed: null, strict: false } } }),
      '2.json (rows none, seed null, strict false)',
    ],
    [
      'other files',
      other({ shardOf: { files: 'def' } }),
      'do not belong together: different migration files: 1.json and 2.json',
    ],
    [
      'other chosen migrations',
      other({ shardOf: { migrations: ['1_a'] } }),
      'different chosen migrations: 1.json and 2.json',
    ],
    [
      'another result for the same migration',
      other({ migrations: [migration('2_b'), migration('1_a', { verdict: 'loses-data' })] }),
      '1_a is in 1.json (reversible) and in 2.json with another result',
    ],
    ['a migration that no shard has', other({ migrations: [] }), 'no report has these migrations: 2_b'],
    [
      'a report of another command',
      [shard(1), { format: 'roundtrip.lint/1', migrations: [] }],
      'different formats: 1.json (roundtrip.prove/1), 2.json (roundtrip.lint/1)',
    ],
    [
      'reports of verify',
      [{ format: 'roundtrip.verify/1' }],
      'reports of the format roundtrip.verify/1 are not merged: 1.json',
    ],
    [
      'a whole proof beside a shard',
      [shard(1), { ...shard(2), shard: undefined }],
      '2.json is not the report of a shard',
    ],
    ['another document', [{ a: 1 }, []], '1.json, 2.json is not a report of roundtrip'],
    ['an incomplete report', [{ ...shard(1), migrations: [{}] }], '1.json is not a complete report'],
  ])('refuses %s', (_title, reports, message) => {
    expect(() => merge(...reports)).toThrow(message);
  });

  it('fails as the run of a shard failed, and for text that is not JSON', () => {
    const error = (code: string) => ({
      format: 'roundtrip.error/1',
      error: { code, message: 'broken', remedy: null },
    });
    const thrown = (report: object) => {
      try {
        return merge(shard(1), report);
      } catch (failure) {
        return failure;
      }
    };
    expect(thrown(error('database'))).toMatchObject({
      message: '2.json: the run failed: broken',
      exitCode: 3,
    });
    expect(thrown(error('migration-file'))).toMatchObject({ exitCode: 2 });
    expect(() => readReports([{ file: 'x.json', text: 'no' }])).toThrow('x.json is not valid JSON');
  });
});
