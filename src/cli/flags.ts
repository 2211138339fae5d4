import { Option, type Command } from 'commander';
import { readFileSync } from 'node:fs';

const about = 'also write the report';

/** Reports about places in files, and other reports. */
export const codeReportFlag = [
  '--report <file>',
  `${about}: .sarif, .codequality.json (GitLab), .xml (JUnit), .md, .html or .json; may be repeated`,
  append,
] as const;
export const reportFlag = [
  '--report <file>',
  `${about}: .xml (JUnit), .md, .html or .json; may be repeated`,
  append,
] as const;

export function addRunFlags(command: Command): Command {
  return command
    .option('--dry-run', 'print the SQL that would run, and change nothing')
    .option('--fake', 'record without running')
    .option('--no-history', 'record nothing in the schema roundtrip, and verify no rollback')
    .option('--allow-edited', 'run even if applied migrations were edited')
    .option('--allow-missing', 'run even if files of applied migrations are missing')
    .option(
      '--keep',
      'keep the rows and values that a step destroys in the schema roundtrip_kept; its inverse restores them',
    )
    .option('--no-keep', 'keep nothing, and restore nothing that was kept')
    .option('--keep-limit <size>', 'how much a step may copy (default: 1GB)')
    .addOption(command.createOption('--allow-out-of-order', 'the same as --no-check-order').hideHelp())
    .option('--no-hooks', 'run no hook of roundtrip.json')
    .option('--lock-retries <number>', 'retries after a lock timeout (default: 5)');
}

export function addRebaseFlags(command: Command): Command {
  return command
    .option(
      '--rebase',
      'instead, rename the migrations of this branch so that they come after those of the main branch',
    )
    .option(
      '--changed [ref]',
      'with --rebase: the branch that they must come after (default: the main branch)',
    )
    .option('--dry-run', 'with --rebase: show the new names, and rename nothing');
}

export function addDownFlags(command: Command): Command {
  return addRunFlags(command)
    .option(
      '--accept-traces [object]',
      "commit a rollback that is not exact, for all objects or for KIND NAME ('table public.x'); may be repeated",
      append,
    )
    .option('--strict-rollback', 'refuse a down that would also drop what others added to its objects')
    .option('--allow-baseline', 'allow rolling back migrations below the baseline')
    .option('--confirm <database>', 'name of the database; required in production, together with --yes');
}

export function addSourceFlags(command: Command): Command {
  return command
    .option(
      '--from <source>',
      'Drizzle schema, SQL file or folder, folder of migrations, or URL (default: schema of roundtrip.json)',
    )
    .option(
      '--rename <rename>',
      'a renamed object as KIND:OLD=NEW (column:public.users.name=full_name); may be repeated',
      append,
    )
    .addOption(withoutRenames())
    .option('--allow-cluster-changes', 'allow migrations and source to change roles of the server');
}

/** Can be combined with `--rename`, so it has an attribute of its own. */
function withoutRenames(): Option {
  const option = new Option('--no-rename', 'drop and create objects that no --rename names');
  option.attributeName = () => 'otherRenames';
  return option;
}

export function addProveFlags(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--rows <mode>',
        'rows to compare: generated ones in empty tables, existing ones, or none (default: generate)',
      ).choices(['generate', 'existing', 'none']),
    )
    .option(
      '--changed [ref]',
      'only migrations that differ from a git revision, and come after its migrations (default: the main branch)',
    )
    .option('--commute', 'prove that this branch and the main branch can be applied in either order')
    .option('--seed <set>', 'load seeds/SET as soon as its tables exist')
    .option(...codeReportFlag)
    .option('--cache <dir>', 'folder for the verdicts of earlier runs (default: .roundtrip; none in CI)')
    .option('--no-cache', 'prove again what an earlier run has proven')
    .option('--watch', 'prove again when a file changes')
    .option('--locks', 'also print the locks, rewrites and scans of each statement')
    .option('--keep', 'prove that with --keep no row is lost, in either direction')
    .option('--strict', 'report a changed column order as a finding')
    .option('--bail', 'stop at the first finding')
    .option(
      '--jobs <n>',
      'number of parallel proofs, each of a part of the migrations (default: one per processor, up to 4)',
    )
    .option('--shard <i/n>', 'prove only the I-th of N parts, to share the work between N machines')
    .addOption(
      new Option(
        '--fix [how]',
        'write the repairs into the downs of the files; rewrite: also downs that no added statement repairs (default: add)',
      ).choices(['add', 'rewrite']),
    )
    .option('--dry-run', 'with --fix: show the edits, and change no file')
    .option('--allow-cluster-changes', 'allow migrations to change roles and tablespaces of the server');
}

export function addRehearseFlags(command: Command): Command {
  return command
    .option('--snapshot <file>', 'dump of pg_dump: custom, directory, tar, SQL or SQL compressed with gzip')
    .option('--from <url>', 'database to copy; it is only read')
    .option('--scratch-url <url>', 'server for the copy, or: embedded (the default)')
    .option('--anonymise <file>', 'SQL that runs on the copy before anything else')
    .option('--skip-extensions', 'leave out extensions that the server of the copy lacks')
    .option(
      '--load <file>',
      'statements of the load, with weights (default: reads and writes of the tables concerned)',
    )
    .option('--load-rate <n>', 'statements a second; 0: no load (default: 50)')
    .option('--load-connections <n>', 'connections of the load (default: 8)')
    .addOption(
      command
        .createOption('--rows <mode>', 'rows to write between up and down (default: generate)')
        .choices(['generate', 'none']),
    )
    .option('--max-duration <time>', 'longest that a step may take, such as 30s (default: any)')
    .option('--max-stall <time>', 'longest that a statement of the load may take (default: 2s)')
    .option('--max-loss <rows>', 'rows that may be lost (default: 0)')
    .option(...reportFlag);
}

/** Call after adding the command's own flags, so that help lists those first. */
export function addCommonFlags(command: Command): void {
  command
    .optionsGroup('Options of every command:')
    .option('--database-url <url>', 'server to use (default: DATABASE_URL_UNPOOLED, DATABASE_URL, PG*)')
    .option('--embedded', 'use the embedded PostgreSQL in .roundtrip/')
    .option(
      '--migrations-dir <dir>',
      'folder of the migrations; may be repeated (default: migrations)',
      append,
    )
    .option('--migrations-table <table>', 'table of applied migrations (default: pgmigrations)')
    .option('--migrations-schema <schema>', 'schema of that table (default: the first of --schema)')
    .option(
      '--schema <schema>',
      'schema for the search path of the migrations; may be repeated (default: public)',
      append,
    )
    .option('--check-order', 'refuse pending migrations before applied ones (the default)')
    .option('--no-check-order', 'allow pending migrations before applied ones')
    .option('--config-file <file>', "node-pg-migrate's configuration file")
    .option('--seeds-dir <dir>', 'folder of the seed sets (default: seeds)')
    .option('--lock-wait <seconds>', 'how long to wait for another run to finish (default: 0)')
    .option('--lock-timeout <time>', 'how long a statement may wait for a lock (default: 2s)')
    .option('--statement-timeout <time>', 'how long a statement may run (default: 0, unlimited)')
    .option(
      '--idle-in-transaction-timeout <time>',
      'how long a migration may pause between two statements (default: 1min)',
    )
    .option('--yes', 'do not ask')
    .option('--json', 'print the result as JSON')
    .option('--quiet', 'print errors only')
    .option('--verbose', 'print each statement with its duration, and stack traces of errors')
    .option('--no-color', 'print without colour')
    .version(readVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .exitOverride();
}

/** Gives flags with an optional value theirs, so that the argument after such a flag is not mistaken for it. */
export function withOptionalValues(argv: readonly string[]): readonly string[] {
  return withFixMode(withAcceptedObjects(argv));
}

/** The name of a migration may follow `--fix`. */
function withFixMode(argv: readonly string[]): readonly string[] {
  return argv.map((argument) => (argument === '--fix' ? '--fix=add' : argument));
}

/**
 * Gives `--accept-traces` its object only if the next argument is one; else that argument, such as a number of
 * migrations, is not its value.
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

/** Collects the values of a repeatable flag; a variadic flag would consume the arguments after it. */
export function append(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function readVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
