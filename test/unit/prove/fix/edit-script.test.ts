import type { DownChange } from '../../../../src/prove/fix/down-change.js';
import { NotEditable } from '../../../../src/prove/fix/not-editable.js';
import { editScript } from '../../../../src/prove/fix/script/edit-script.js';

const drop = 'DROP TYPE public.mood;';
const adding: DownChange = { kind: 'add', statements: [drop], transaction: 'one' };
const replacing: DownChange = { ...adding, kind: 'replace' };
const up = 'export const up = (pgm) => {};\n';

interface Edit {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  readonly file?: string;
  readonly change?: DownChange;
}

/** The lines of a text, without the indentation of this file. */
function text(lines: TemplateStringsArray): string {
  const raw = String(lines.raw[0]).replaceAll('\\`', '`').replace(/^\n/, '');
  const indent = /^ */.exec(raw)?.[0] ?? '';
  return raw.replace(new RegExp(`^${indent}`, 'gm'), '').trimEnd() + '\n';
}

function edit({ file = '1_a.mjs', before, change = adding }: Omit<Edit, 'title' | 'after'>): string {
  return editScript(file, before, change);
}

describe('statements that are added to a down', () => {
  it.each<Edit>([
    {
      title: 'the end of a function, with its indentation, its parameter and the comments in it',
      file: '1_a.ts',
      before: text`
        import type { MigrationBuilder } from 'node-pg-migrate'; // types only

        export async function up(pgm: MigrationBuilder): Promise<void> {}

        export async function down(builder: MigrationBuilder): Promise<void> {
            // first the table
            builder.dropTable('users');
            // then nothing else
        }
      `,
      after: text`
        import type { MigrationBuilder } from 'node-pg-migrate'; // types only

        export async function up(pgm: MigrationBuilder): Promise<void> {}

        export async function down(builder: MigrationBuilder): Promise<void> {
            // first the table
            builder.dropTable('users');
            // then nothing else
            builder.sql(\`DROP TYPE public.mood;\`);
        }
      `,
    },
    {
      title: 'a body in one line, which becomes several lines',
      before: `${up}export const down = (pgm) => { pgm.noTransaction(); pgm.sql('SELECT 1'); };\n`,
      after: `${up}export const down = (pgm) => {\n  pgm.noTransaction(); pgm.sql('SELECT 1');\n  pgm.sql(\`${drop}\`);\n};\n`,
    },
    {
      title: 'an expression, which becomes a body, and is awaited unless it is a call of the builder',
      before: `${up}export const down = (pgm) =>\n  dropAll(pgm);\n`,
      after: `${up}export const down = async (pgm) => {\n  await dropAll(pgm);\n  pgm.sql(\`${drop}\`);\n};\n`,
    },
    {
      title: 'an expression that is a call of the builder',
      before: `${up}export const down = pgm => pgm.dropTable("users")\n`,
      after: `${up}export const down = pgm => {\n  pgm.dropTable("users");\n  pgm.sql(\`${drop}\`);\n}\n`,
    },
    {
      title: 'an expression that is void',
      before: `${up}export const down = (pgm) => void remove(pgm);\n`,
      after: `${up}export const down = (pgm) => {\n  void remove(pgm);\n  pgm.sql(\`${drop}\`);\n};\n`,
    },
    {
      title: 'an expression in parentheses',
      before: `${up}export const down = (pgm) => (pgm.dropTable('users'));\n`,
      after: `${up}export const down = (pgm) => {\n  (pgm.dropTable('users'));\n  pgm.sql(\`${drop}\`);\n};\n`,
    },
    {
      title: 'an expression without a value',
      before: `${up}export const down = () => undefined;\n`,
      after: `${up}export const down = (pgm) => {\n  pgm.sql(\`${drop}\`);\n};\n`,
    },
    {
      title: 'an empty body, whose parameter is missing, in TypeScript with the type of the up',
      file: '1_a.ts',
      before: 'export function up(m: Builder) {}\nexport function down() {}\n',
      after: `export function up(m: Builder) {}\nexport function down(pgm: Builder) {\n  pgm.sql(\`${drop}\`);\n}\n`,
    },
    {
      title: 'a return at the end',
      before: `${up}export async function down(pgm) {\n  pgm.dropTable('a');\n  return;\n}\n`,
      after: `${up}export async function down(pgm) {\n  pgm.dropTable('a');\n  pgm.sql(\`${drop}\`);\n}\n`,
    },
    {
      title: 'a return with a value at the end',
      before: `${up}exports.x = 1;\nexport async function down(pgm) {\n  return remove(pgm); // all\n}\n`,
      after: `${up}exports.x = 1;\nexport async function down(pgm) {\n  await remove(pgm); // all\n  pgm.sql(\`${drop}\`);\n}\n`,
    },
    {
      title: 'a returned promise of a function that is not async',
      before: `${up}export function down(pgm) {\n  return remove(pgm);\n}\n`,
      after: `${up}export async function down(pgm) {\n  await remove(pgm);\n  pgm.sql(\`${drop}\`);\n}\n`,
    },
    {
      title: 'the call of a callback at the end',
      before: `${up}exports.down = (pgm, done) => {\n\tpgm.dropTable('a');\n\tdone();\n};\n`,
      after: `${up}exports.down = (pgm, done) => {\n\tpgm.dropTable('a');\n\tpgm.sql(\`${drop}\`);\n\tdone();\n};\n`,
    },
    {
      title: 'CommonJS, tabs and no semicolons',
      file: '1_a.js',
      before: `exports.up = pgm => {\n\tpgm.createTable('a', {})\n}\n\nexports.down = pgm => {\n\tpgm.dropTable('a')\n}\n`,
      after: `exports.up = pgm => {\n\tpgm.createTable('a', {})\n}\n\nexports.down = pgm => {\n\tpgm.dropTable('a')\n\tpgm.sql(\`${drop}\`)\n}\n`,
    },
    {
      title: 'module.exports with a method',
      file: '1_a.cjs',
      before: `module.exports = {\n  up(pgm) {},\n  down(pgm) {\n    pgm.dropTable('a');\n  },\n};\n`,
      after: `module.exports = {\n  up(pgm) {},\n  down(pgm) {\n    pgm.dropTable('a');\n    pgm.sql(\`${drop}\`);\n  },\n};\n`,
    },
    {
      title: 'module.exports with names',
      file: '1_a.cjs',
      before: `async function up(pgm) {}\nasync function down(pgm) {\n  pgm.dropTable('a');\n}\nmodule.exports = { up, down };\n`,
      after: `async function up(pgm) {}\nasync function down(pgm) {\n  pgm.dropTable('a');\n  pgm.sql(\`${drop}\`);\n}\nmodule.exports = { up, down };\n`,
    },
    {
      title: 'a function that is exported by another name',
      before: `const create = () => {};\nfunction remove(pgm) {\n}\nexport { create as up, remove as down };\n`,
      after: `const create = () => {};\nfunction remove(pgm) {\n  pgm.sql(\`${drop}\`);\n}\nexport { create as up, remove as down };\n`,
    },
    {
      title: 'a default export, with types around it',
      file: '1_a.ts',
      before: `export default { up: () => {}, down: ((pgm) => { pgm.dropTable('a'); }) as Action } satisfies Migration;\n`,
      after: `export default { up: () => {}, down: ((pgm) => {\n  pgm.dropTable('a');\n  pgm.sql(\`${drop}\`);\n}) as Action } satisfies Migration;\n`,
    },
    {
      title: 'a builder that is taken apart',
      before: `${up}export const down = ({ sql, dropTable }) => {\n  dropTable('a');\n};\n`,
      after: `${up}export const down = ({ sql, dropTable }) => {\n  dropTable('a');\n  sql(\`${drop}\`);\n};\n`,
    },
    {
      title: 'Windows line ends',
      before: `${up}export const down = (pgm) => {\n  pgm.dropTable('a');\n};\n`.replaceAll('\n', '\r\n'),
      after:
        `${up}export const down = (pgm) => {\n  pgm.dropTable('a');\n  pgm.sql(\`${drop}\`);\n};\n`.replaceAll(
          '\n',
          '\r\n',
        ),
    },
    {
      title: 'a statement of several lines, with what a template literal would interpret, and a comment',
      before: `${up}export const down = (pgm) => {\n};\n`,
      after: [
        `${up}export const down = (pgm) => {`,
        '  // fails if a row has no name',
        '  pgm.sql(`CREATE VIEW public.v AS',
        '   SELECT 1,',
        "      '\\${a} \\`b\\` \\\\d $1",
        "two';`);",
        '};\n',
      ].join('\n'),
      change: {
        kind: 'add',
        transaction: 'one',
        statements: [
          '-- fails if a row has no name',
          "CREATE VIEW public.v AS\n SELECT 1,\n    '${a} `b` \\d $1\ntwo';",
        ],
      },
    },
  ])('are inserted after $title', ({ after, ...before }) => {
    expect(edit(before)).toBe(after);
  });

  it.each([
    ['a syntax error', 'export const down = (', /^it cannot be parsed: Unexpected token \(1:21\)$/],
    ['an import', "export { down } from './shared.js';", /^its "down" is exported from \.\/shared\.js$/],
    [
      'an imported function',
      "import { down } from './shared.js';\nexport { down };",
      /^its "down" is not a function that is written in the file, in line 2$/,
    ],
    ['a wrapped function', 'export const down = wrap((pgm) => {});', /not a function that is written/],
    ['a star', "export * from './shared.js';", /^its "down" may be exported from another file by export \*$/],
    ['a spread', "module.exports = { ...require('./a') };", /^its "down" may come from another object$/],
    ['a call', "module.exports = require('./a');", /^its exports are not written as an object, in line 1$/],
    [
      'an early return',
      'export const down = (pgm) => {\n  if (skipped) return;\n  pgm.dropTable("a");\n};',
      /^its "down" may return early, in line 2$/,
    ],
    [
      'a callback that is called elsewhere',
      'export const down = (pgm, done) => { done(); pgm.dropTable("a"); };',
      /a callback, and does not end with calling it$/,
    ],
    [
      'a function that the up calls',
      'export const up = (pgm) => down(pgm);\nexport function down(pgm) {}',
      /^other code of the file uses its "down", too$/,
    ],
    [
      'a function that the up calls in CommonJS',
      'exports.up = (pgm) => exports.down(pgm);\nexports.down = (pgm) => {};',
      /^other code of the file uses its "down", too$/,
    ],
    ['a builder without a name', 'export const down = ({ dropTable }) => {};', /has no name$/],
    ['two exports', 'exports.down = (pgm) => {};\nexports.down = (pgm) => {};', /uses its "down", too$/],
  ])('are not written for %s, with the reason', (_title, before, reason) => {
    expect(() => edit({ before })).toThrow(reason);
    expect(() => edit({ before })).toThrow(NotEditable);
  });

  it('are not added to a transactional down if they cannot run in a transaction', () => {
    const change: DownChange = { ...adding, transaction: 'none' };
    expect(() => edit({ before: `${up}export const down = (pgm) => {};\n`, change })).toThrow(
      'the repair cannot run in a transaction, and its down runs in one',
    );
    expect(
      edit({ before: `${up}export const down = (pgm) => {\n  pgm.noTransaction();\n};\n`, change }),
    ).toContain(`  pgm.noTransaction();\n  pgm.sql(\`${drop}\`);\n`);
  });
});

describe('a down that is written as a whole', () => {
  it.each<Edit>([
    {
      title: 'like an exported function',
      file: '1_a.ts',
      before: `export async function up(pgm: MigrationBuilder): Promise<void> {\n    pgm.sql('x');\n}\n`,
      after: `export async function up(pgm: MigrationBuilder): Promise<void> {\n    pgm.sql('x');\n}\n\nexport async function down(pgm: MigrationBuilder): Promise<void> {\n    pgm.sql(\`${drop}\`);\n}\n`,
    },
    {
      title: 'like a variable with a type',
      file: '1_a.ts',
      before: `export const up: (pgm: Builder) => void = (pgm) => pgm.sql('x');\n`,
      after: `export const up: (pgm: Builder) => void = (pgm) => pgm.sql('x');\n\nexport const down: (pgm: Builder) => void = (pgm) => {\n  pgm.sql(\`${drop}\`);\n};\n`,
    },
    {
      title: 'like an assignment',
      before: `exports.up = async function up(pgm, done) {\n  done();\n};\n`,
      after: `exports.up = async function up(pgm, done) {\n  done();\n};\n\nexports.down = async function down(pgm) {\n  pgm.sql(\`${drop}\`);\n};\n`,
    },
    {
      title: 'with the types in the comment of the up',
      before: `/**\n * @param {Builder} pgm */\nexport const up = (pgm) => {\n};\n`,
      after: `/**\n * @param {Builder} pgm */\nexport const up = (pgm) => {\n};\n\n/**\n * @param {Builder} pgm */\nexport const down = (pgm) => {\n  pgm.sql(\`${drop}\`);\n};\n`,
    },
    {
      title: 'like a method',
      before: `module.exports = {\n  up(pgm) {\n    pgm.sql('x');\n  },\n};\n`,
      after: `module.exports = {\n  up(pgm) {\n    pgm.sql('x');\n  },\n  down(pgm) {\n    pgm.sql(\`${drop}\`);\n  },\n};\n`,
    },
    {
      title: 'like a function that is exported by a list',
      before: `function up(pgm) {\n}\n\nexport { up };\n`,
      after: `function up(pgm) {\n}\n\nfunction down(pgm) {\n  pgm.sql(\`${drop}\`);\n}\n\nexport { up, down };\n`,
    },
    {
      title: 'instead of undefined',
      before: `export const up = (pgm) => {};\nexport const down = undefined;\n`,
      after: `export const up = (pgm) => {};\nexport const down = (pgm) => {\n  pgm.sql(\`${drop}\`);\n};\n`,
    },
    {
      title: 'in place of the body of another',
      before: `${up}/** Removes it. */\nexport const down = (pgm, done) => {\n  pgm.dropTable('b');\n  done();\n};\n// end\n`,
      after: `${up}/** Removes it. */\nexport const down = (pgm) => {\n  pgm.sql(\`${drop}\`);\n};\n// end\n`,
      change: replacing,
    },
    {
      title: 'in place of an expression',
      before: `${up}export const down = (pgm) => pgm.dropTable('b');\n`,
      after: `${up}export const down = (pgm) => {\n  pgm.sql(\`${drop}\`);\n};\n`,
      change: replacing,
    },
    {
      title: 'without a transaction where it cannot run in one',
      before: `${up}export const down = (pgm) => {};\n`,
      after: `${up}export const down = (pgm) => {\n  pgm.noTransaction();\n  pgm.sql(\`${drop}\`);\n};\n`,
      change: { ...replacing, transaction: 'none' },
    },
  ])('is written $title', ({ after, ...before }) => {
    expect(edit(before)).toBe(after);
  });

  it('is not written if the file does not contain the up', () => {
    const before = "export { up } from './shared.js';\n";
    expect(() => edit({ before })).toThrow('its "up" is not a function that is written in the file');
  });
});
