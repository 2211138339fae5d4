import { markup, type Markup } from '../../html/markup.js';
import { codeBlock, paragraph } from '../../html/page-parts.js';
import { valueOf, type Result } from '../studio-results.js';

/** Renders the value of a result; before it, what is missing or still in progress. */
export function resultParts<T>(
  result: Result<T>,
  { running, render }: { readonly running: string; readonly render: (value: T) => readonly Markup[] },
): readonly Markup[] {
  if (result.state === 'failed') return failureParts(result);
  const value = valueOf(result);
  const progress = result.state === 'done' ? [] : [markup`<p class="soft">${running}</p>`];
  return [...progress, ...(value === undefined ? [] : render(value))];
}

export function failureParts({
  message,
  remedy,
}: {
  readonly message: string;
  readonly remedy: string | undefined;
}): readonly Markup[] {
  return [
    markup`<p class="bad"><strong>This could not be determined:</strong></p>`,
    codeBlock(message),
    ...(remedy === undefined ? [] : [paragraph(remedy)]),
  ];
}
