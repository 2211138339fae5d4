import { Argument, Command, CommanderError, Option } from 'commander';
import type { ExitCode } from '../errors.js';
import type { CommonFlags, Context } from './context.js';
import {
  addCommonFlags,
  addDownFlags,
  addProveFlags,
  addRebaseFlags,
  addRehearseFlags,
  addRunFlags,
  addSourceFlags,
  append,
  codeReportFlag,
  readVersion,
  reportFlag,
} from './flags.js';
import { migrationLanguages, templateKinds } from './choices.js';
import { nameNearestFlag } from './nearest-flag.js';

/** A module of `commands/`, loaded only when its command is called. */
interface CommandModule<F extends object> {
  run(context: Context<F>, args: readonly string[]): Promise<ExitCode>;
}

type Invoke = (
  command: { readonly flags: CommonFlags; readonly args: readonly string[] },
  load: () => Promise<CommandModule<never>>,
) => Promise<void>;

/** The command line as data; `invoke` gets what was parsed. */
export function createProgram(invoke: Invoke): Command {
  const program = new Command('roundtrip')
    .description('Proves, runs and rolls back node-pg-migrate migrations.')
    .version(readVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .showHelpAfterError('(roundtrip --help lists commands and flags)')
    .exitOverride();
  nameNearestFlag(program);

  const define = (usage: string, description: string, load: () => Promise<CommandModule<never>>): Command => {
    const command = program.command(usage).description(description).allowExcessArguments(false);
    nameNearestFlag(command);
    return command.action(async () => invoke({ flags: command.opts(), args: command.args }, load));
  };

  define(
    'init',
    'write the settings file roundtrip.json if there is none',
    () => import('./commands/init.js'),
  );

  define(
    'doctor',
    'check versions, settings, folders, server, privileges and extensions',
    () => import('./commands/doctor.js'),
  );

  addRebaseFlags(
    define('new [name]', 'write a new migration with up and down', () => import('./commands/new.js'))
      .addOption(new Option('--kind <kind>', 'template for up and down').choices(templateKinds))
      .option('--table <table>', 'table of the template (default: taken from the name)')
      .option('--column <column>', 'column of the template (default: taken from the name)')
      .addOption(
        new Option(
          '-j, --migration-file-language <language>',
          'language of the file (default: that of the last migration)',
        ).choices(migrationLanguages),
      ),
  );

  addRunFlags(
    define('up [count|name]', 'apply pending migrations (default: all)', () => import('./commands/up.js')),
  )
    .option(
      '--plan',
      'show what the migrations would do, their locks and the rows they destroy, and change nothing',
    )
    .option('--resume', 'resume an interrupted non-transactional migration')
    .option('--restart', 'restart it from its first statement; undo its earlier statements by hand first');
  addDownFlags(
    define('down [count|name]', 'roll back migrations (default: 1)', () => import('./commands/down.js')),
  )
    .option('--to <name>', 'roll back all migrations after NAME')
    .option('--all', 'roll back all migrations')
    .option('--resume', 'resume an interrupted non-transactional rollback')
    .option('--restart', 'restart it from its first statement; undo its earlier statements by hand first')
    .option('--from-history', 'use the recorded text of files that are missing or were edited')
    .option('--plan', 'show what the rollback would drop, its rows and its locks, and change nothing')
    .option(
      '--backup <file>',
      'save the rows that the rollback destroys to FILE; roundtrip restore restores them',
    );
  addDownFlags(
    define(
      'redo [count|name]',
      'roll back migrations and apply them again (default: 1)',
      () => import('./commands/redo.js'),
    ),
  );

  define(
    'status',
    'list migrations: applied, pending, edited, missing, out of order, interrupted',
    () => import('./commands/status.js'),
  );

  define(
    'history [action] [name]',
    'show the migration history; history show NAME shows one migration in detail',
    () => import('./commands/history.js'),
  );

  define(
    'baseline <name>',
    'mark all migrations up to NAME as applied on an existing database',
    () => import('./commands/baseline.js'),
  )
    .option('--dry-run', 'compare only, and record nothing')
    .option('--scratch-url <url>', 'server for the scratch database, or: embedded');

  addSourceFlags(
    define(
      'generate [name]',
      'write the migration that leads to the schema of a source, proven in both directions',
      () => import('./commands/generate.js'),
    ),
  )
    .option('--check', 'write nothing; exit 1 if the migrations and the source differ')
    .option('--sql', 'write an SQL migration (default: the language of the last migration)')
    .option(
      '--online',
      'build indexes concurrently and validate constraints separately, in files of their own',
    );

  addSourceFlags(
    define(
      'push',
      'apply the schema of a source directly to the embedded database',
      () => import('./commands/push.js'),
    ),
  );

  define(
    'introspect [name]',
    'write the first migration from an existing database, proven exact',
    () => import('./commands/introspect.js'),
  )
    .option('--roles', 'also create the roles that objects name (default: they must exist)')
    .option('--sql', 'write SQL migrations (default: TypeScript)')
    .option('--one-file', 'write one file even for a large schema')
    .option('--drizzle <file>', "also write a Drizzle schema, with the project's drizzle-kit")
    .option('--dry-run', 'prove and print the migrations, and write nothing')
    .option('--scratch-url <url>', 'server for the scratch database, or: embedded');

  define(
    'squash',
    'replace the first migrations by one that is proven equal to them',
    () => import('./commands/squash.js'),
  )
    .option('--to <name>', 'last migration to replace (default: all)')
    .option('--max-rows <n>', 'rows of a table that the file may insert (default: 1000)')
    .option('--dry-run', 'prove and print the migration, and change no file')
    .option('--allow-cluster-changes', 'let migrations change roles and the like on the server');

  addProveFlags(
    define(
      'prove [name...]',
      'prove that every down is the exact inverse of its up',
      () => import('./commands/prove.js'),
    ),
  );

  define(
    'lint [name...]',
    'find statements that lock, rewrite or lose data on a running system',
    () => import('./commands/lint.js'),
  )
    .option('--no-trace', 'judge by the text alone, without running the migrations on a scratch database')
    .option('--changed [ref]', 'only migrations that differ from a git revision (default: the main branch)')
    .option('--stats <source>', 'sizes of the tables: the URL of a database, or a file of roundtrip stats')
    .option('--baseline <file>', 'do not report the findings of a baseline file')
    .option('--write-baseline <file>', 'write the present findings to a baseline file')
    .option('--max-warnings <n>', 'fail if there are more than N warnings')
    .option(...codeReportFlag)
    .option('--allow-cluster-changes', 'allow migrations to change roles and tablespaces of the server');

  define(
    'stats',
    'print rows, sizes and write rates of the tables as JSON, for lint --stats',
    () => import('./commands/stats.js'),
  ).option('--measure', 'also measure how fast the server reads and writes, on a temporary table of 30 MB');

  define(
    'report',
    'join the reports of all shards of a proof: report merge FILE...',
    () => import('./commands/report.js'),
  )
    .addArgument(new Argument('<action>', 'what to do with the reports').choices(['merge']))
    .argument('<file...>', 'JSON reports, one of each shard')
    .option(...codeReportFlag);

  define('verify', 'compare the live database with its migrations', () => import('./commands/verify.js'))
    .option('--against <url>', 'compare with another live database instead of the migrations')
    .option('--scratch-url <url>', 'server for the scratch database, or: embedded')
    .option('--ignore <pattern>', 'ignore the object KIND NAME, * matches anything; may be repeated', append)
    .option(...reportFlag);

  addRehearseFlags(
    define(
      'rehearse [count|name]',
      'run the pending migrations up and down on a copy of real data, under load',
      () => import('./commands/rehearse.js'),
    ),
  );

  define(
    'docs',
    'write the schema reference: pages, diagrams, a searchable page and schema.sql',
    () => import('./commands/docs.js'),
  )
    .option('--output <dir>', 'folder to write to (default: docs/schema)')
    .option('--check', 'write nothing; list the files that are stale, missing or orphaned');

  define(
    'studio',
    'serve a local page with migrations, schema, drift and history; nothing is changed',
    () => import('./commands/studio.js'),
  )
    .option('--port <n>', 'port on 127.0.0.1 (default: any free one)')
    .option('--no-open', 'do not open a browser')
    .option('--scratch-url <url>', 'server for scratch databases, or: embedded (default: embedded)');

  define('seed [set]', 'run seeds/SET (default: development)', () => import('./commands/seed.js'))
    .option('--force', 'seed in production, too, and next to rows that no seed inserted')
    .option('--scale <n>', 'load generated rows at scale N, as planned by a load set')
    .option('--seed-value <number>', 'seed of the random generator (default: 1)')
    .option('--resume', 'resume an interrupted load')
    .option('--clean', 'remove the rows loaded with --scale, and nothing else');

  define(
    'restore <file>',
    'restore the rows that down --backup FILE saved',
    () => import('./commands/restore.js'),
  )
    .option('--allow-not-applied', 'restore even if migrations of the backup are not applied')
    .option(
      '--allow-unrecorded',
      'restore even if the history has no record of the rollback that wrote FILE',
    );

  define(
    'kept [action] [name]',
    'list the data that --keep has kept; kept drop NAME deletes it',
    () => import('./commands/kept.js'),
  )
    .option('--older-than <age>', 'with drop: delete what was kept longer ago, such as 30d')
    .option('--all', 'with drop: delete everything that is kept');

  define('reset', 'roll back all migrations, apply them again and seed', () => import('./commands/reset.js'))
    .option('--confirm <database>', 'name of the database to reset; required unless it is embedded')
    .option('--no-hooks', 'run no hook of roundtrip.json');
  define(
    'clean',
    'delete the verdicts that prove keeps of earlier runs',
    () => import('./commands/clean.js'),
  );
  define('completion', 'print a shell completion script', async () =>
    (await import('./commands/completion.js')).completionOf(program),
  )
    .addArgument(new Argument('<shell>', 'shell of the script').choices(['bash', 'zsh', 'fish']))
    .addOption(new Option('--list <names>').choices(['migrations', 'seed-sets']).hideHelp())
    .addOption(new Option('--word <text>').hideHelp());

  for (const command of program.commands) addCommonFlags(command);
  return program;
}

export { CommanderError };
