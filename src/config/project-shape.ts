import {
  amount,
  day,
  flag,
  flagOrText,
  list,
  mapOf,
  object,
  oneOf,
  text,
  textLike,
  textOrTexts,
  type JsonSchema,
  type ValueOf,
} from './shape.js';
import { sizeForm } from './size.js';

const durationForm = /^\d+\s*(ms|s|min|h|d)?$/;

function duration(description: string) {
  return textLike(durationForm, 'a duration such as 500ms, 10s or 5min', description);
}

const where = {
  configFile: text("node-pg-migrate's configuration file: JSON, JavaScript or TypeScript"),
  configSection: text('the section of that file, or of the config package, with the settings; default: db'),
  databaseUrlVar: text('environment variable that holds the URL of the database; default: DATABASE_URL'),
  migrationsDir: textOrTexts(
    'folder of the migrations, or a list of folders whose files are ordered together; default: migrations',
  ),
  migrationsTable: text('table of applied migrations; default: pgmigrations'),
  migrationsSchema: text('schema of that table; default: the first of schema'),
  schema: textOrTexts(
    'search path of the migrations; default: public. A path or URL is the source of the schema, as in schemaSource',
  ),
  schemaSource: text(
    'what generate and push compare the migrations with: a Drizzle schema or configuration, an SQL file or folder, a folder of migrations, or the URL of a database',
  ),
  createSchema: flag('create the schemas of the search path where they are missing'),
  createMigrationsSchema: flag('create the schema of the migrations table where it is missing'),
  seedsDir: text('folder of the seed sets; default: seeds'),
} as const;

const how = {
  ignorePattern: text('regular expression; files whose whole name matches it are ignored'),
  checkOrder: flag('false allows pending migrations before applied ones; default: true'),
  decamelize: flag("node-pg-migrate's option: camelCase names of migrations become snake_case"),
  tsconfigPaths: flagOrText('true, or the path of a tsconfig, whose path aliases migrations use'),
  seedSet: text('seed set that seed and reset run; default: development'),
  extensions: list(
    text('name of an extension'),
    'extensions that the server must offer; up and prove fail at once if one is not available, and doctor lists them',
  ),
  keep: flag('whether up, down and redo keep the data that they destroy; default: false'),
  keepLimit: textLike(
    sizeForm,
    'a size such as 500MB or 2GB',
    'how much a step may copy to keep it; default: 1GB',
  ),
  lockWait: amount('how many seconds to wait for another run to finish; default: 0'),
  lockTimeout: duration('how long a statement may wait for a lock; default: 2s'),
  statementTimeout: duration('how long a statement may run; default: 0, unlimited'),
  idleInTransactionTimeout: duration('how long a migration may pause between two statements; default: 1min'),
} as const;

const prove = object(
  {
    optional: {
      rows: oneOf(['generate', 'existing', 'none'], 'rows to compare; default: generate'),
      seed: text('seed set to load as soon as its tables exist; default: none'),
      strict: flag('whether a changed column order is a finding; default: false'),
    },
  },
  'defaults of prove, for flags that are not given',
);

/** The verdicts that an acceptance may name. */
export const acceptableVerdicts = [
  'fails',
  'leaves-traces',
  'loses-data',
  'not-repeatable',
  'reorders-columns',
] as const;

const acceptance = object(
  {
    required: {
      verdict: oneOf(acceptableVerdicts, 'the verdict that is accepted'),
      object: text('the object of the finding, as prove prints it; * matches anything'),
      reason: text('why it is accepted'),
    },
    optional: {
      migration: text('name of the migrations that it applies to; * matches anything; default: all'),
      until: day('the last day on which it is valid; after that, the finding fails the proof again'),
    },
  },
  'a finding of prove that does not fail the proof',
);

const ignored = object(
  {
    required: {
      kind: text('a kind of object, such as table, or * for all'),
      name: text('a name; * matches anything'),
      reason: text('why verify ignores it'),
    },
    optional: {
      until: day('the last day on which it is valid; after that, a difference is drift again'),
    },
  },
  'differences that do not come from the migrations, such as objects of an extension or a monitoring tool',
);

const other = object(
  {
    required: { table: text('its migrations table, such as billing.pgmigrations') },
    optional: {
      owns: list(text('a kind of object and a name; * matches anything'), 'objects that the project manages'),
    },
  },
  'another project that migrates the same database',
);

const verify = object(
  {
    optional: {
      ignore: list(ignored, 'differences that verify ignores'),
      others: list(other, 'other projects that migrate the same database'),
    },
  },
  'settings of verify',
);

const lint = object(
  {
    optional: {
      rules: mapOf(
        oneOf(['off', 'info', 'warning', 'error'], 'severity of the findings of a rule'),
        'severities by the id of a rule; docs/rules/README.md lists the rules',
      ),
      baseline: text('file with findings that are not reported, as lint --write-baseline writes it'),
      maxWarnings: amount('number of warnings above which lint fails; default: unlimited'),
    },
  },
  'settings of lint',
);

const hooks = object(
  {
    optional: {
      afterUp: text('command line that runs after up and redo, if a migration was applied'),
      afterDown: text('command line that runs after down, if a migration was rolled back'),
    },
  },
  'command lines that a shell runs in the folder of the project after migrations have run; --no-hooks runs none',
);

/** Everything that `roundtrip.json` may say. Its JSON Schema is made of this. */
export const projectShape = object(
  {
    optional: {
      $schema: text('URL of this schema, for editors'),
      ...where,
      ...how,
      prove,
      accept: list(acceptance, 'accepted findings of prove, for the whole project'),
      verify,
      lint,
      hooks,
    },
  },
  'Settings of roundtrip for a project. docs/configuration.md of the package describes them.',
);

/** For editors, and for whoever checks a file without this package. Shipped as `roundtrip.schema.json`. */
export const projectJsonSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'roundtrip.json',
  ...projectShape.schema,
};

export type ProjectSettings = ValueOf<typeof projectShape>;
export type AcceptSetting = ValueOf<typeof acceptance>;
