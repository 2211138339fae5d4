import { StatementScanner } from '../../../src/rehearse/snapshot/statement-scanner.js';

function statementsIn(script: string): readonly string[] {
  const scanner = new StatementScanner();
  return script
    .split(/(?<=\n)/)
    .flatMap((line) => scanner.scan(line))
    .map((found) => (found.kind === 'statement' ? found.sql : `\\${found.text}`));
}

describe('the statements of a script', () => {
  it.each([
    { what: 'strings', script: "SELECT 'a;b''c;d';\nSELECT 2;", found: ["SELECT 'a;b''c;d'", 'SELECT 2'] },
    { what: 'strings of several lines', script: "SELECT 'a;\nb';", found: ["SELECT 'a;\nb'"] },
    {
      what: 'escaped strings',
      script: "SELECT E'a\\';b', e'''\\';';",
      found: ["SELECT E'a\\';b', e'''\\';'"],
    },
    {
      what: 'backslashes in plain strings',
      script: "SELECT 'a\\'; SELECT 2;",
      found: ["SELECT 'a\\'", 'SELECT 2'],
    },
    {
      what: 'a type before a string',
      script: "SELECT date'2020-01-01\\'; SELECT 2;",
      found: ["SELECT date'2020-01-01\\'", 'SELECT 2'],
    },
    { what: 'quoted names', script: 'SELECT ";""";', found: ['SELECT ";"""'] },
    {
      what: 'dollar quotes',
      script: 'DO $a$ x; $$ ;\n$a$; SELECT $$;$$;',
      found: ['DO $a$ x; $$ ;\n$a$', 'SELECT $$;$$'],
    },
    {
      what: 'a dollar within a name',
      script: 'SELECT a$b$c; SELECT 2;',
      found: ['SELECT a$b$c', 'SELECT 2'],
    },
    { what: 'parameters', script: 'SELECT $1; SELECT 2;', found: ['SELECT $1', 'SELECT 2'] },
    {
      what: 'comments',
      script: '-- a;\nSELECT 1 -- b;\n; /* c; /* d; */ ; */ SELECT 2;',
      found: ['SELECT 1', 'SELECT 2'],
    },
    {
      what: 'rules with several statements',
      script: 'CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b);',
      found: ['CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b)'],
    },
    {
      what: 'functions in standard SQL',
      script:
        'CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC\n SELECT CASE WHEN true THEN 1 END;\n SELECT 2;\nEND;\nSELECT 3;',
      found: [
        'CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC\n SELECT CASE WHEN true THEN 1 END;\n SELECT 2;\nEND',
        'SELECT 3',
      ],
    },
    {
      what: 'a transaction',
      script: 'BEGIN; SELECT 1; END; SELECT 2;',
      found: ['BEGIN', 'SELECT 1', 'END', 'SELECT 2'],
    },
    {
      what: 'commands of psql',
      script: '\\restrict abc\nSELECT 1;\n\\connect shop\n',
      found: ['\\restrict abc', 'SELECT 1', '\\connect shop'],
    },
    { what: 'empty statements', script: ';;\nSELECT 1;;', found: ['SELECT 1'] },
  ])('end at the semicolons outside of $what', ({ script, found }) => {
    expect(statementsIn(script)).toEqual(found);
  });

  it('are unfinished at the end where one has no semicolon', () => {
    const scanner = new StatementScanner();
    scanner.scan('SELECT 1; SELECT');

    expect(scanner.isWithinStatement).toBe(true);
  });
});
