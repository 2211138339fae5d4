import { Argument, Command, CommanderError, Option } from 'commander';
import type { ExitCode } from '../errors.js';
import type { CommonFlags, Context } from './context.js';
import { addCommonFlags, addDownFlags, addRunFlags, append, readVersion } from './flags.js';
import { nameNearestFlag } from './nearest-flag.js';

/** A module of `commands/`, loaded only when its command is called. */
interface CommandModule<F extends object> {
  run(context: Context<F>, args: readonly string[]): Promise<ExitCode>;
}

type Invoke = (
  command: { readonly flags: CommonFlags; readonly args: readonly string[] },
  load: () => Promise<CommandModule<never>>,
) => Promise<void>;

const templateKinds = [
  'table',
  'columns',
  'index',
  'index-concurrently',
  'enum',
  'enum-replace',
  'constraint',
  'function',
  'data',
];

const migrationLanguages = ['ts', 'js', 'mjs', 'cjs', 'sql'];

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
    'write roundtrip.json, the settings of the project, where none is',
    () => import('./commands/init.js'),
  );

  define(
    'doctor',
    'check versions, settings, folders, server, privileges and extensions, and say what to do',
    () => import('./commands/doctor.js'),
  );

  define('new <name>', 'write a migration with a paired up and down', () => import('./commands/new.js'))
    .addOption(new Option('--kind <kind>', 'fill in both halves').choices(templateKinds))
    .option('--table <table>', 'table to fill in (default: taken from the name)')
    .option('--column <column>', 'column to fill in (default: taken from the name)')
    .addOption(
      new Option(
        '-j, --migration-file-language <language>',
        'language to write (default: that of the last migration)',
      ).choices(migrationLanguages),
    );

  addRunFlags(
    define('up [count|name]', 'apply pending migrations (default: all)', () => import('./commands/up.js')),
  )
    .option('--resume', 'go on with a migration without a transaction that was broken off')
    .option(
      '--restart',
      'run such a migration from its first statement again, which you have undone by hand',
    );
  addDownFlags(
    define('down [count|name]', 'roll back migrations (default: 1)', () => import('./commands/down.js')),
  )
    .option('--to <name>', 'roll back until NAME is the last one applied')
    .option('--all', 'roll back everything')
    .option('--resume', 'go on with a rollback without a transaction that was broken off')
    .option('--restart', 'run such a rollback from its first statement again, which you have undone by hand')
    .option('--from-history', 'use the files as they were applied, where they are gone or were edited')
    .option('--plan', 'show what would go, rows and locks included, and change nothing')
    .option('--backup <file>', 'write what is destroyed to FILE first; roundtrip restore puts it back');
  addDownFlags(
    define('redo [count|name]', 'roll back and apply again (default: 1)', () => import('./commands/redo.js')),
  );

  define(
    'status',
    'list migrations: applied, pending, edited, missing, out of order, half done',
    () => import('./commands/status.js'),
  );

  define(
    'history [action] [name]',
    'what ran here: who, when, what changed; history show NAME tells about one migration',
    () => import('./commands/history.js'),
  );

  define(
    'baseline <name>',
    'take over an existing database as if everything up to NAME had run',
    () => import('./commands/baseline.js'),
  )
    .option('--dry-run', 'compare only, and record nothing')
    .option('--scratch-url <url>', 'server to replay the migrations on, or: embedded');

  define(
    'prove [name...]',
    'prove that every down is the exact inverse of its up',
    () => import('./commands/prove.js'),
  )
    .addOption(
      new Option(
        '--rows <mode>',
        'rows to compare: generated ones in empty tables, existing ones, or none (default: generate)',
      ).choices(['generate', 'existing', 'none']),
    )
    .option('--changed [ref]', 'only migrations that differ from a git revision (default: the main branch)')
    .option('--seed <set>', 'load seeds/SET once its tables are there')
    .option('--report <file>', 'also write the report: .xml (JUnit), .md or .json; may be repeated', append)
    .option('--watch', 'prove again when a file changes')
    .option('--strict', 'column order counts as a finding')
    .option('--bail', 'stop at the first finding')
    .option(
      '--jobs <n>',
      'parts of the ladder to prove at the same time (default: one for each processor, up to 4)',
    )
    .option('--shard <i/n>', 'only the I-th of N parts, for N machines that share the work')
    .option('--allow-cluster-changes', 'let migrations change roles and tablespaces of the server');

  define(
    'verify',
    'compare the live database with what its migrations say',
    () => import('./commands/verify.js'),
  )
    .option('--against <url>', 'compare with another live database instead of the migrations')
    .option('--scratch-url <url>', 'server to replay the migrations on, or: embedded')
    .option('--ignore <pattern>', 'leave out KIND NAME, * stands for anything; may be repeated', append)
    .option('--report <file>', 'also write the report: .xml (JUnit), .md or .json; may be repeated', append);

  define(
    'docs',
    'write the reference of the schema that the migrations make: pages, diagrams, one page to search in',
    () => import('./commands/docs.js'),
  )
    .option('--output <dir>', 'folder to write to (default: docs/schema)')
    .option('--check', 'write nothing; list the files that are stale, missing or orphaned');

  define('seed [set]', 'run seeds/SET (default: development)', () => import('./commands/seed.js'))
    .option('--force', 'also in production and among rows that no seed made')
    .option('--scale <n>', 'load by volume what a load set plans for N')
    .option('--seed-value <number>', 'another value gives other rows (default: 1)')
    .option('--resume', 'complete a load that was broken off')
    .option('--clean', 'remove what was loaded with --scale, and nothing else');

  define(
    'restore <file>',
    'put back what down --backup FILE saved, after the next up',
    () => import('./commands/restore.js'),
  )
    .option('--allow-not-applied', 'go on although migrations of the backup are not applied')
    .option('--allow-unrecorded', 'go on although the history knows of no rollback that wrote FILE');

  define('reset', 'roll everything back, apply and seed again', () => import('./commands/reset.js')).option(
    '--confirm <database>',
    'name of the database to reset; needed for any but the embedded one',
  );
  define('completion', 'print a script that completes commands and flags in a shell', async () =>
    (await import('./commands/completion.js')).completionOf(program),
  ).addArgument(new Argument('<shell>', 'shell to complete in').choices(['bash', 'zsh', 'fish']));

  for (const command of program.commands) addCommonFlags(command);
  return program;
}

export { CommanderError };
