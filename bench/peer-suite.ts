import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../src/config/config.js';
import { sqlOf } from '../src/migrations/engine.js';
import { loadMigrations } from '../src/migrations/load-migrations.js';
import { findMigrationFiles } from '../src/migrations/migration-file.js';
import { root } from './programs.js';
import { writeSuite } from './suite.js';

/** A migration as the SQL that node-pg-migrate generates from it and that every tool runs. */
interface SqlMigration {
  readonly name: string;
  readonly up: string;
  readonly down: string;
}

/** Name of the folder of each tool, and the content of one of its migration files. */
const formats = {
  knex: { extension: 'cjs', render: (one: SqlMigration) => renderModule(one, 'knex', 'knex.raw') },
  umzug: {
    extension: 'cjs',
    render: (one: SqlMigration) => renderModule(one, '{ context }', 'context.query'),
  },
  dbmate: {
    extension: 'sql',
    render: ({ up, down }: SqlMigration) => `-- migrate:up\n${up}\n-- migrate:down\n${down}\n`,
  },
} as const;

/**
 * Writes the same migrations for every tool below `directory`: `pgm` for node-pg-migrate's own format and
 * roundtrip, and a folder for each peer, each a project of its own.
 */
export async function writePeerSuites(directory: string, size: number): Promise<void> {
  await writeSuite(join(directory, 'pgm', 'migrations'), size);
  const migrations = await toSql(join(directory, 'pgm'));
  for (const [tool, { extension, render }] of Object.entries(formats)) {
    const folder = join(directory, tool);
    await mkdir(join(folder, 'migrations'), { recursive: true });
    await symlink(
      fileURLToPath(new URL('bench/peers/node_modules', root)),
      join(folder, 'node_modules'),
      'junction',
    );
    for (const one of migrations)
      await writeFile(join(folder, 'migrations', `${one.name}.${extension}`), render(one));
  }
  await writeFile(join(directory, 'knex', 'knexfile.cjs'), KNEXFILE);
}

const KNEXFILE = `module.exports = {
  client: 'pg',
  connection: process.env.DATABASE_URL,
  migrations: { directory: 'migrations', loadExtensions: ['.cjs'] },
};
`;

async function toSql(project: string): Promise<readonly SqlMigration[]> {
  const { migrations: config } = await readConfig({ flags: {}, env: {}, cwd: project });
  const migrations = await loadMigrations(await findMigrationFiles(config));
  const run = () => Promise.reject(new Error('a migration of the benchmark asks no database'));
  return Promise.all(
    migrations.map(async (migration) => {
      const [up, down] = await Promise.all(
        (['up', 'down'] as const).map(async (direction) =>
          (await sqlOf(migration, { direction, config, run })).statements.join('\n'),
        ),
      );
      return { name: migration.name.replace('-', '_'), up: up ?? '', down: down ?? '' };
    }),
  );
}

function renderModule({ up, down }: SqlMigration, parameter: string, query: string): string {
  const half = (name: string, sql: string) =>
    `exports.${name} = (${parameter}) => ${query}(${JSON.stringify(sql)});\n`;
  return half('up', up) + half('down', down);
}
