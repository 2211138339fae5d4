import { lineDiff } from './line-diff.js';
import type { Paint } from './paint.js';
import { wrapText } from './wrap-text.js';

/** One differing object of any command. */
export interface PrintedTrace {
  readonly kind: string;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly explanation?: string;
}

export interface TraceLineOptions<T> {
  readonly paint: Paint;
  /** Width of explanations, in characters. */
  readonly width: number;
  /** Text about the object: `is left behind`. */
  readonly textOf: (trace: T) => string;
}

/** `type public.mood`; for rows, their table. */
export function objectOf({ kind, name }: Pick<PrintedTrace, 'kind' | 'name'>): string {
  return kind === 'rows' ? `table ${name}` : `${kind} ${name}`;
}

/** An explanation shared by several traces is printed once, after the last of them. */
export function traceLines<T extends PrintedTrace>(
  traces: readonly T[],
  { paint, width, textOf }: TraceLineOptions<T>,
): readonly string[] {
  return traces.flatMap((trace, index) => {
    const again = traces.slice(index + 1).some(({ explanation }) => explanation === trace.explanation);
    const explanation = again || !trace.explanation ? [] : wrapText(trace.explanation, width - 2);
    return [
      `${paint.bold(objectOf(trace))} ${textOf(trace)}`,
      ...lineDiff(trace.before, trace.after).map((line) => `  ${colour(line, paint)}`),
      ...explanation.map((line) => `  ${line}`),
    ];
  });
}

function colour(line: string, paint: Paint): string {
  if (line.startsWith('-')) return paint.red(line);
  return line.startsWith('+') ? paint.green(line) : paint.dim(line);
}
