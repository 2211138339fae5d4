import { readFileSync } from 'node:fs';
import { schemaMistakes } from '../../support/json-schemas.js';
import { runCommand } from '../../support/run-command.js';
import { useBench } from './support/bench.js';
import { sql, table } from './support/migrations.js';

const bench = useBench();

interface DocumentedKey {
  readonly name: string;
  readonly isOptional: boolean;
}

/** The keys in each section of docs/json.md, by format name. */
const documented: ReadonlyMap<string, readonly DocumentedKey[]> = new Map(
  readFileSync('docs/json.md', 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => [
      section.split('\n', 1)[0] ?? '',
      [...section.matchAll(/^\| `(\w+)` +\| (.*) \|$/gm)].map(([, name = '', text = '']) => ({
        name,
        isOptional: text.includes('(optional)'),
      })),
    ]),
);

const mood = sql("CREATE TYPE mood AS ENUM ('a')", 'SELECT 1');

const loadAlpha = `export function load({ scale }) {
  return { table: 'alpha', key: 'id', columns: ['note'], count: scale, row: (index) => [String(index)] };
}`;

/** Run in this order on one database. */
const commands: readonly (readonly [format: string, ...args: string[]])[] = [
  ['prove', 'prove', '--locks'],
  ['lint', 'lint', '--no-trace'],
  ['stats', 'stats', '--measure'],
  ['plan', 'up', '--dry-run'],
  ['up-plan', 'up', '--plan'],
  ['run', 'up'],
  ['seed', 'seed'],
  ['seed-load', 'seed', 'load', '--scale', '10'],
  ['seed-clean', 'seed', 'load', '--clean'],
  ['status', 'status'],
  ['history', 'history'],
  ['history', 'history', 'show', 'alpha'],
  ['verify', 'verify'],
  ['rollback-plan', 'down', '--plan'],
  ['rollback', 'down'],
  ['run', 'down', '--accept-traces', '--backup', 'one.tar'],
  ['error', 'up'],
  ['run', 'down', '--backup', 'two.tar'],
  ['run', 'up', '1'],
  ['restore', 'restore', 'two.tar'],
  ['run', 'down', '--keep'],
  ['kept', 'kept'],
  ['kept-drop', 'kept', 'drop', '--all'],
  ['run', 'up', '1'],
  ['baseline', 'baseline', 'alpha'],
  ['generate', 'generate', 'beta', '--from', 'schema.sql'],
  ['new', 'new', 'more'],
  ['doctor', 'doctor'],
  ['introspect', 'introspect', '--migrations-dir', 'first', '--migrations-table', 'other'],
  ['squash', 'squash', '--dry-run'],
  ['clean', 'clean'],
  ['init', 'init'],
  ['docs', 'docs'],
  ['docs', 'docs', '--check'],
  ['completion', 'completion', 'bash'],
];

describe('the JSON output of commands', () => {
  it('has exactly the keys that docs/json.md describes, and matches its JSON Schema', async () => {
    const project = await bench.project({
      'package.json': '{"type": "module"}',
      'migrations/1_alpha.ts': table('alpha'),
      'migrations/2_mood.js': mood,
      'seeds/development/1.sql': "INSERT INTO alpha (note) VALUES ('x')",
      'seeds/load/1_alpha.js': loadAlpha,
      'schema.sql': 'CREATE TABLE beta (id int)',
      'snapshot.sql': 'CREATE TABLE gamma (id int);',
    });
    for (const [format, ...args] of commands) {
      const options = { cwd: project.directory, env: { DATABASE_URL: bench.url } };
      const given = args.map((argument) => (argument === 'BENCH' ? bench.url : argument));
      const { stdout } = await runCommand([...given, '--json', '--yes'], options);
      const printed = JSON.parse(stdout) as Record<string, unknown>;
      const keys = documented.get(`roundtrip.${format}/1`) ?? [];
      const command = args.join(' ');

      expect({ command, format: printed.format }).toEqual({ command, format: `roundtrip.${format}/1` });
      const needed = keys.filter(({ name, isOptional }) => !isOptional && !(name in printed));
      const unknown = Object.keys(printed).filter((key) => !keys.some(({ name }) => name === key));
      expect({ command, needed, unknown }).toEqual({ command, needed: [], unknown: [] });
      expect({ command, mistakes: schemaMistakes(printed) }).toEqual({ command, mistakes: [] });
    }
  });
});
