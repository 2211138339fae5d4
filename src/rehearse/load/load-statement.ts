import { UsageError } from '../../errors.js';
import { parseSql } from '../../sql-text/parser.js';
import { tagOf } from '../../sql-text/nodes.js';
import { StatementScanner } from '../snapshot/statement-scanner.js';

/** A statement that the load sends again and again. */
export interface LoadStatement {
  readonly name: string;
  /** Texts that are sent in turn, such as reads of different keys. */
  readonly texts: readonly string[];
  /** Its share: a statement of weight 2 is sent twice as often as one of weight 1. */
  readonly weight: number;
}

const directive = /^\s*--\s*(weight|name)\s*:\s*(.*?)\s*$/;

/**
 * Parses a file of `--load`: statements that end with `;`, each with its weight and name in comments before it.
 * The SQL parser must be loaded.
 * @throws UsageError for what cannot be a load
 */
export function parseLoadFile(text: string, path: string): readonly LoadStatement[] {
  const scanner = new StatementScanner();
  const statements: LoadStatement[] = [];
  let given: Readonly<Record<string, string>> = {};
  for (const line of `${text}\n;`.split(/(?<=\n)/)) {
    const [, key, value = ''] = (scanner.isWithinStatement ? null : directive.exec(line)) ?? [];
    if (key !== undefined) given = { ...given, [key]: value };
    for (const found of scanner.scan(line)) {
      if (found.kind === 'command')
        throw new UsageError(`--load ${path} contains a command of psql: \\${found.text}`);
      statements.push(toStatement(found.sql, given, path));
      given = {};
    }
  }
  if (scanner.isWithinStatement) throw new UsageError(`--load ${path} ends within a statement`);
  if (statements.length === 0) throw new UsageError(`--load ${path} contains no statements`);
  return statements;
}

function toStatement(
  sql: string,
  { weight = '1', name = beginningOf(sql) }: Readonly<Record<string, string>>,
  path: string,
): LoadStatement {
  if (!/^\d+(\.\d+)?$/.test(weight) || Number(weight) === 0) {
    throw new UsageError(`--load ${path} has the weight ${weight}, which is no positive number`, {
      remedy: 'For example -- weight: 3 in the line before a statement.',
    });
  }
  assertOne(sql, path);
  return { name, texts: [sql], weight: Number(weight) };
}

/** Each statement runs in a transaction of its own, which is rolled back. */
function assertOne(sql: string, path: string): void {
  const [statement] = parseSql(sql) ?? [];
  if (!statement) throw new UsageError(`--load ${path} contains invalid SQL: ${beginningOf(sql)}`);
  if (/^(Select|Insert|Update|Delete|Merge|Call)Stmt$/.test(tagOf(statement.node))) return;
  throw new UsageError(
    `--load ${path} contains ${beginningOf(sql)}, which is neither a read nor a write of rows`,
    {
      remedy: 'A load consists of SELECT, INSERT, UPDATE, DELETE, MERGE and CALL.',
    },
  );
}

function beginningOf(sql: string): string {
  const line = sql.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
