import { parseTypeDefinition } from '../../catalog/model/type-definition.js';

/** Lists the labels that were added to or removed from an enum, which are hard to find in a long list. */
export function enumLabels(before: string, after: string): readonly string[] {
  const [old, now] = [labelsOf(before), labelsOf(after)];
  return [
    ...old.filter((label) => !now.includes(label)).map((label) => `- label ${label}`),
    ...now.filter((label) => !old.includes(label)).map((label) => `+ label ${label}`),
  ];
}

/** Labels that contain a parenthesis are quoted. */
function labelsOf(text: string): readonly string[] {
  const [definition] = /^enum \((?:'(?:[^']|'')*'|[^')])*\)/u.exec(text) ?? [];
  return definition === undefined ? [] : parseTypeDefinition(definition).parts;
}
