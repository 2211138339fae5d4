// The manual page roundtrip(1), from the definitions of the commands. Macros: man(7).

const exitCodes = [
  ['0', 'Success, no finding.'],
  ['1', 'A finding: not reversible, drift, stale docs; for status, a missing or misplaced file.'],
  [
    '2',
    'An error in the command line, the configuration or a migration file, or the command is not safe to run.',
  ],
  ['3', 'A database error: not reachable, a failed statement, a held lock; or a bug in roundtrip.'],
  ['130', 'Interrupted.'],
];

const environment = [
  [
    'DATABASE_URL_UNPOOLED, DATABASE_URL, PGHOST, PGDATABASE',
    'The database, unless \\-\\-embedded or \\-\\-database\\-url is given: the first of these that is set.',
    'If none is set, an embedded PostgreSQL keeps its data in .roundtrip/. The file .env is read.',
  ],
  ['NO_COLOR', 'If set, output has no colors.'],
];

const files = [
  ['roundtrip.json', 'The settings of the project; roundtrip.schema.json of the package describes them.'],
  ['migrations/', 'The migrations, in TypeScript, JavaScript or SQL.'],
  ['seeds/', 'The seed sets.'],
];

/** Returns the page as text for troff, groff or mandoc. */
export function renderMan(program, version) {
  const common = commonOptions(program.commands);
  return `${[
    `.TH ROUNDTRIP 1 "" "pg\\-roundtrip ${escape(version)}" "User Commands"`,
    '.SH NAME',
    `roundtrip \\- prove, run and roll back node\\-pg\\-migrate migrations`,
    '.SH SYNOPSIS',
    '.B roundtrip',
    '.I command',
    '.RI [ argument ...]',
    '.RI [ option ...]',
    '.SH DESCRIPTION',
    escape(program.description()),
    'Every migration is run up, down and up on a scratch PostgreSQL database, and the whole catalog and the rows are compared after each step.',
    'The guides are in the folder docs of the package.',
    '.SH COMMANDS',
    ...program.commands.flatMap((command) => renderCommand(command, common)),
    '.SH OPTIONS OF EVERY COMMAND',
    ...common.flatMap(renderOption),
    ...tagged('-h, --help', ['Show the help of the command.']),
    '.SH EXIT STATUS',
    ...exitCodes.flatMap(([code, text]) => tagged(code, [escape(text)])),
    '.SH ENVIRONMENT',
    ...environment.flatMap(([name, ...text]) => tagged(name, text)),
    '.SH FILES',
    ...files.flatMap(([name, text]) => tagged(name, [escape(text)])),
    '.SH SEE ALSO',
    '.BR psql (1),',
    '.BR pg_dump (1)',
  ].join('\n')}\n`;
}

function renderCommand(command, common) {
  const words = ['roundtrip', command.name(), ...command.registeredArguments.map(argumentText)];
  const own = visibleOptions(command).filter(({ flags }) => !common.some((option) => option.flags === flags));
  return [
    `.SS "${escape(words.join(' '))}"`,
    escape(sentence(command.description())),
    ...own.flatMap(renderOption),
  ];
}

function argumentText(argument) {
  const choices = argument.argChoices?.join('|');
  const name = `${choices ?? argument.name().toUpperCase()}${argument.variadic ? '...' : ''}`;
  return argument.required ? name : `[${name}]`;
}

function renderOption(option) {
  const choices = option.argChoices ? ` One of: ${option.argChoices.join(', ')}.` : '';
  return tagged(option.flags, [escape(`${sentence(option.description)}${choices}`)]);
}

/** Those that all commands have, in the same words. */
function commonOptions([first, ...others]) {
  return visibleOptions(first).filter(({ flags }) =>
    others.every((command) => command.options.some((option) => option.flags === flags)),
  );
}

function visibleOptions({ options }) {
  return options.filter(({ hidden }) => !hidden);
}

function tagged(tag, text) {
  return ['.TP', `.B ${escape(tag)}`, ...text];
}

function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Backslashes, hyphens that can be copied, and characters that begin a request. */
function escape(text) {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replaceAll('…', '...')
    .replace(/^([.'])/, '\\&$1');
}
