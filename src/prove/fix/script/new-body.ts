import type { DownChange } from '../down-change.js';
import type { TextEdit } from '../text-edit.js';
import type { Builder } from './builder.js';
import { rangeOf, type FunctionNode, type Script } from './parse-script.js';
import type { ScriptLayout } from './script-layout.js';
import { statementCalls } from './statement-calls.js';

export interface FunctionChange {
  readonly script: Script;
  readonly layout: ScriptLayout;
  readonly change: DownChange;
  /** The up, whose parameter has the type that a new parameter gets. */
  readonly up: FunctionNode | undefined;
}

/** A body of the statements in braces. */
export function blockOf(builder: Builder, base: string, { layout, change }: FunctionChange): string {
  const { lineEnd, unit, semicolon } = layout;
  const indent = base + unit;
  const calls = statementCalls(change.statements, { ...layout, builder, indent });
  const alone =
    change.transaction === 'none' ? `${indent}${builder.prefix}noTransaction()${semicolon}${lineEnd}` : '';
  return `{${lineEnd}${alone}${calls}${lineEnd}${base}}`;
}

/** A function with two parameters would have to call the second. */
export function withoutCallback({ params }: FunctionNode): readonly TextEdit[] {
  const [first] = params;
  const last = params.at(-1);
  if (!first || !last || first === last) return [];
  return [{ start: rangeOf(first).end, end: rangeOf(last).end, text: '' }];
}
