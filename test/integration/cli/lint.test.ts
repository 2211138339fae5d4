import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../support/run-command.js';
import { useBench } from './support/bench.js';

const bench = useBench();

const files = {
  'migrations/1_users.sql': `-- Up Migration
CREATE TABLE users (id bigint PRIMARY KEY, name text, email varchar(50));
-- Down Migration
DROP TABLE users;`,
  'migrations/2_danger.cjs': `exports.up = (pgm) => {
  pgm.createIndex('users', 'name');
  pgm.sql("ALTER TABLE users ALTER COLUMN email TYPE varchar(100)");
  pgm.sql("DO $$ DECLARE t text := 'users'; BEGIN EXECUTE 'ALTER TABLE ' || t || ' ADD COLUMN n serial'; END $$");
};
exports.down = (pgm) => {
  pgm.sql('ALTER TABLE users DROP COLUMN n');
  pgm.sql('DROP INDEX users_name_index');
};`,
};

interface Result {
  readonly server: object | null;
  readonly migrations: readonly {
    readonly statements: readonly {
      readonly locks: readonly object[];
      readonly milliseconds: number | null;
    }[];
    readonly findings: readonly {
      readonly direction: string;
      readonly status: string;
      readonly rule: string;
      readonly relation: string | null;
      readonly line: number | null;
    }[];
  }[];
}

async function findingsOf(flags: string, project: Awaited<ReturnType<typeof bench.project>>) {
  const { code, stdout } = await project.run(`lint 2_danger --json ${flags}`);
  const result = JSON.parse(stdout) as Result;
  const findings = result.migrations.flatMap((one) => one.findings);
  return {
    code,
    result,
    printed: findings.map(
      ({ direction, status, rule, line }) => `${direction} ${status} ${rule} ${line ?? ''}`,
    ),
  };
}

describe('lint', () => {
  it('reports for each finding whether its lock, rewrite or scan was observed', async () => {
    const project = await bench.project(files);
    const { code, result, printed } = await findingsOf('', project);
    expect(code).toBe(1);
    expect(result.server).toMatchObject({ version: expect.any(String) as string });
    expect(printed).toEqual(
      expect.arrayContaining([
        'up confirmed index-not-concurrent 2',
        'up cleared dynamic-sql 4',
        'down confirmed drop-index-not-concurrent 8',
      ]),
    );
    expect(result.migrations[0]?.statements[0]?.locks).toEqual([
      { relation: 'public.users', kind: 'table', mode: 'ShareLock' },
    ]);
  });

  it('analyses only the text without a trace', async () => {
    const project = await bench.project(files);
    const { code, result, printed } = await findingsOf('--no-trace', project);
    expect({ code, server: result.server }).toEqual({ code: 1, server: null });
    expect(printed).toEqual(
      expect.arrayContaining(['up static index-not-concurrent 2', 'up unanalysable dynamic-sql 4']),
    );
  });

  it('suppresses findings about tables that are small by the statistics of the server', async () => {
    const project = await bench.project(files);
    expect((await project.run('up 1')).code).toBe(0);
    const { stdout } = await project.run('stats --measure');
    await project.write({ 'stats.json': stdout.replace(/"rows": null/g, '"rows": 40') });
    const { printed } = await findingsOf('--no-trace --stats stats.json', project);
    expect(printed).toContain('up cleared index-not-concurrent 2');
    expect(printed).toContain('up unanalysable dynamic-sql 4');
  });

  it('applies severities from roundtrip.json, and reports unknown rules', async () => {
    const project = await bench.project({
      ...files,
      'roundtrip.json': '{"lint": {"rules": {"index-not-concurrent": "off"}, "maxWarnings": 0}}',
    });
    const { code, printed } = await findingsOf('--no-trace', project);
    expect(code).toBe(1);
    expect(printed.filter((line) => line.includes(' index-not-concurrent'))).toEqual([]);
    await project.write({ 'roundtrip.json': '{"lint": {"rules": {"no-such-rule": "off"}}}' });
    const refused = await project.run('lint --no-trace');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('no-such-rule') as string });
  });

  it('reports only findings that are not in a baseline', async () => {
    const project = await bench.project(files);
    expect((await project.run('lint --no-trace --write-baseline base.json')).code).toBe(0);
    const { code, stdout } = await project.run('lint --no-trace --baseline base.json --no-color');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('no findings') as string });
  });
});

describe('lint of the migrations of this repository', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));

  it.each(['.', 'examples/community', 'examples/notification-emails', 'examples/tenancy'])(
    'finds nothing in %s that a comment does not allow',
    async (folder) => {
      const options = { cwd: `${root}${folder}`, env: { DATABASE_URL: bench.url } };
      const { code, stdout } = await runCommand(['lint', '--json'], options);
      const { migrations } = JSON.parse(stdout) as Suppressible;
      const open = migrations.flatMap((one) =>
        one.findings.filter(({ suppressed, status }) => suppressed === null && status !== 'cleared'),
      );

      expect({ code, open }).toEqual({ code: 0, open: [] });
      expect(migrations).toHaveLength((await readdir(`${root}${folder}/migrations`)).length);
    },
  );
});

interface Suppressible {
  readonly migrations: readonly {
    readonly findings: readonly { readonly status: string; readonly suppressed: object | null }[];
  }[];
}
