import { locateSqlTokens } from '../../sql-text/tokens.js';
import { noHits, type Rule } from './rule.js';

/** PostgreSQL cuts names off after 63 bytes (manual, 4.1.1). */
const longest = 63;

export const identifierTooLong: Rule = {
  id: 'identifier-too-long',
  title: 'A name of more than 63 bytes',
  severity: { up: 'warning', down: 'warning' },
  why: 'PostgreSQL cuts off names after 63 bytes, with a notice only. Two names that begin alike become the same one, and the migrations do not find the object by the name that they gave.',
  instead: 'Use a shorter name.',
  checkStep: ({ statements }) =>
    statements.flatMap((statement) => {
      if (Buffer.byteLength(statement.sql) <= longest) return noHits;
      return [...new Set(longNames(statement.sql))].map((name) => ({
        evidence: { kind: 'text' } as const,
        message: `${name} is cut off after 63 bytes`,
        statement,
      }));
    }),
  bad: {
    up: { up: `CREATE TABLE ${'a'.repeat(64)} (b int);` },
    down: { up: 'SELECT 1;', down: `DROP TABLE IF EXISTS "${'é'.repeat(32)}";` },
  },
  good: {
    up: { up: `CREATE TABLE ${'a'.repeat(63)} (b int);` },
    down: { up: 'SELECT 1;', down: `SELECT '${'a'.repeat(99)}';` },
  },
};

function longNames(sql: string): readonly string[] {
  return [...locateSqlTokens(sql)].flatMap(({ text }) => {
    const [, quoted] = /^"((?:[^"]|"")*)"$/.exec(text) ?? [];
    const name = quoted?.replaceAll('""', '"') ?? (/^[A-Za-z_\u0080-\uffff]/u.test(text) ? text : '');
    const isString = /^[eE]'/.test(text);
    return !isString && Buffer.byteLength(name) > longest ? [name] : [];
  });
}
