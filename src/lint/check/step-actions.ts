import type { SqlStatement } from '../../sql-text/parser.js';
import type { Action } from '../actions/action.js';
import { readActions } from '../actions/read-actions.js';
import type { Schema } from '../schema/schema.js';
import { nestedStatements } from '../statements/nested-statements.js';
import type { StepStatement } from '../statements/step-statements.js';

/** Calls of routines that call each other are followed this far. */
const deepest = 5;

/** An action, and the statement that says so: the one that is sent, or one in its code. */
export interface FoundAction {
  readonly action: Action;
  readonly source: SqlStatement | undefined;
}

/**
 * The actions of a statement, one by one, each read with the schema that the caller has brought up to date: those in
 * DO blocks and in routines of the migrations that it calls, too.
 */
export function* actionsOf({ parsed }: StepStatement, schema: Schema): Generator<FoundAction> {
  if (parsed) yield* actionsIn(parsed, schema, 0);
  else yield { action: { kind: 'unparsed' }, source: undefined };
}

function* actionsIn(source: SqlStatement, schema: Schema, depth: number): Generator<FoundAction> {
  const isBlock = 'DoStmt' in source.node;
  const nested = nestedStatements(source);
  for (const action of readActions(source.node, schema)) {
    if (action.kind === 'create function') schema.createRoutine(action.name, nested);
    yield { action, source };
    if (action.kind === 'call') yield* actionsOfRoutines(action.functions, schema, depth);
  }
  if (!isBlock) return;
  if (nested.dynamic) yield { action: { kind: 'dynamic' }, source };
  for (const one of nested.statements) yield* actionsIn(one, schema, depth);
}

function* actionsOfRoutines(names: readonly string[], schema: Schema, depth: number): Generator<FoundAction> {
  if (depth >= deepest) return;
  for (const code of names.flatMap((name) => schema.routine(name) ?? [])) {
    if (code.dynamic) yield { action: { kind: 'dynamic' }, source: undefined };
    for (const one of code.statements) yield* actionsIn(one, schema, depth + 1);
  }
}
