import { sqlStateOf, sqlStates } from '../../database/sqlstate.js';
import { InterruptedError, messageOf, RoundtripError, UsageError } from '../../errors.js';
import { fieldsOf, tagOf } from '../../sql-text/nodes.js';
import type { SourceStatement } from '../create-schema.js';
import type { SourceContext } from '../source.js';
import type { ScriptStatement } from './parse-script.js';

/** The statements that can run in a scratch database, with what their errors mean. */
export function runnableStatements(
  statements: readonly ScriptStatement[],
  { note }: Pick<SourceContext, 'note'>,
): readonly SourceStatement[] {
  return statements.flatMap((statement) => {
    if (!isOfServer(statement)) return [runnable(statement, note)];
    note(`${statement.place}: ${firstWords(statement)} is left out: the source describes one database`);
    return [];
  });
}

/** `CREATE DATABASE` and the like, which `pg_dump --create` writes. */
function isOfServer({ node }: ScriptStatement): boolean {
  return /^(?:(?:Create|Drop|Alter)db|AlterDatabase\w*|DropdbStmt)/i.test(tagOf(node));
}

function runnable(statement: ScriptStatement, note: SourceContext['note']): SourceStatement {
  return {
    sql: statement.text,
    explain: (error) => {
      const reason = whyHarmless(statement, error);
      if (reason === undefined) return explained(statement, error);
      if (reason !== '') note(`${statement.place}: ${reason}`);
      return undefined;
    },
  };
}

const duplicateSchema = '42P06';

/** Why an error does not count: an empty text where there is nothing to say; `undefined` where it does count. */
function whyHarmless({ node }: ScriptStatement, error: unknown): string | undefined {
  const state = sqlStateOf(error);
  if (fieldsOf(node, 'CreateSchemaStmt')?.schemaname === 'public' && state === duplicateSchema) return '';
  // pg_dump sets what its own version knows.
  const variable = fieldsOf(node, 'VariableSetStmt')?.name;
  if (variable !== undefined && state === sqlStates.undefinedObject)
    return `the setting ${variable} does not exist on this server, and is left out`;
  return undefined;
}

function explained(statement: ScriptStatement, error: unknown): Error {
  if (error instanceof RoundtripError || error instanceof InterruptedError) return error;
  const state = sqlStateOf(error);
  if (state === undefined) return error instanceof Error ? error : new Error(messageOf(error));
  const { position, detail, hint } = error as { position?: string; detail?: string; hint?: string };
  const place = position === undefined ? statement.place : statement.placeOf(Number(position) - 1);
  const lines = [
    `${place}: ${messageOf(error)} (SQLSTATE ${state})`,
    ...(detail === undefined ? [] : [`  detail: ${detail}`]),
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
  ];
  return new UsageError(lines.join('\n'), {
    remedy: 'The source cannot be created in an empty database. Nothing was written.',
    cause: error,
  });
}

function firstWords({ text }: ScriptStatement): string {
  const code = text.replace(/^(?:\s+|--[^\n]*|\/\*[^]*?\*\/)*/, '');
  return code.split(/\s+/, 2).join(' ').toUpperCase();
}
