import type { Command } from 'commander';
import { readFileSync } from 'node:fs';

export function addRunFlags(command: Command): Command {
  return command
    .option('--dry-run', 'print the SQL that would run, and change nothing')
    .option('--fake', 'record without running')
    .option('--no-history', 'record nothing in the schema roundtrip, and verify no rollback')
    .option('--allow-edited', 'go on although applied migrations were edited')
    .option('--allow-missing', 'go on although files of applied migrations are gone')
    .option('--allow-out-of-order', 'go on although pending migrations come before applied ones')
    .option('--lock-retries <number>', 'attempts after one that waited too long for a lock (default: 5)');
}

export function addDownFlags(command: Command): Command {
  return addRunFlags(command)
    .option(
      '--accept-traces [object]',
      "commit a rollback that is not exact: in all, or in KIND NAME ('table public.x'); may be repeated",
      append,
    )
    .option('--strict-rollback', 'refuse to take along what others added to objects that the down drops')
    .option('--allow-baseline', 'roll back below the baseline')
    .option('--confirm <database>', 'name of the database; needed in production, together with --yes');
}

/** To be added behind the command's own, which its help lists first. */
export function addCommonFlags(command: Command): void {
  command
    .optionsGroup('Options of every command:')
    .option('--database-url <url>', 'server to use (default: DATABASE_URL_UNPOOLED, DATABASE_URL, PG*)')
    .option('--embedded', 'use the embedded PostgreSQL in .roundtrip/')
    .option(
      '--migrations-dir <dir>',
      'folder of the migrations, once for each folder (default: migrations)',
      append,
    )
    .option('--migrations-table <table>', 'table of what is applied (default: pgmigrations)')
    .option('--migrations-schema <schema>', 'schema of that table (default: the first of --schema)')
    .option(
      '--schema <schema>',
      'search path of the migrations, once for each schema (default: public)',
      append,
    )
    .option('--check-order', 'refuse pending migrations before applied ones (the default)')
    .option('--no-check-order', 'allow pending migrations before applied ones')
    .option('--config-file <file>', "node-pg-migrate's configuration file")
    .option('--seeds-dir <dir>', 'folder of the seed sets (default: seeds)')
    .option('--lock-wait <seconds>', 'wait for another run of migrations to end (default: 0)')
    .option('--lock-timeout <time>', 'longest wait of a statement for a lock (default: 2s)')
    .option('--statement-timeout <time>', 'longest run of a statement (default: 0, unlimited)')
    .option(
      '--idle-in-transaction-timeout <time>',
      'longest pause between two statements of a migration (default: 1min)',
    )
    .option('--yes', 'do not ask')
    .option('--json', 'print the result as JSON')
    .option('--quiet', 'print errors only')
    .option('--verbose', 'print each statement with its time, and where an error came from')
    .option('--no-color', 'print without colour')
    .version(readVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .exitOverride();
}

/**
 * `--accept-traces` takes an object, and did not always do so: what follows it and is none is left alone, such as
 * the number of migrations.
 */
export function withAcceptedObjects(argv: readonly string[]): readonly string[] {
  return argv.flatMap((argument, index) => {
    const before = argv[index - 1];
    if (before === acceptTraces && isObject(argument)) return [];
    if (argument !== acceptTraces) return [argument];
    const next = argv[index + 1];
    return [`${acceptTraces}=${next !== undefined && isObject(next) ? next : '*'}`];
  });
}

const acceptTraces = '--accept-traces';

/** Neither a number nor the name of a migration has a space in it. */
function isObject(argument: string): boolean {
  return argument === '*' || (/\s/.test(argument.trim()) && !argument.startsWith('-'));
}

/** A flag that takes several values in one go would swallow the argument behind it. */
export function append(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function readVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
