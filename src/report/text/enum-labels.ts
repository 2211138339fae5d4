import { parseTypeDefinition } from '../../catalog/model/type-definition.js';

/** The labels that came to an enum or went, which a long list hides. */
export function enumLabels(before: string, after: string): readonly string[] {
  const [old, now] = [labelsOf(before), labelsOf(after)];
  return [
    ...old.filter((label) => !now.includes(label)).map((label) => `- label ${label}`),
    ...now.filter((label) => !old.includes(label)).map((label) => `+ label ${label}`),
  ];
}

/** Labels with a parenthesis in them are quoted. */
function labelsOf(text: string): readonly string[] {
  const [definition] = /^enum \((?:'(?:[^']|'')*'|[^')])*\)/u.exec(text) ?? [];
  return definition === undefined ? [] : parseTypeDefinition(definition).parts;
}
