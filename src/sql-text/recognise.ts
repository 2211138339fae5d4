import { fieldsOf } from './nodes.js';
import { parseSql } from './parser.js';

/** Whether a text contains no statement, such as an empty down part of an SQL file. */
export function isEmpty(text: string): boolean {
  return parseSql(text)?.length === 0;
}

/** Whether a text is a `COPY … FROM stdin`, which gets its rows from the client. */
export function copiesFromClient(text: string): boolean {
  return (parseSql(text) ?? []).some(({ node }) => {
    const copy = fieldsOf(node, 'CopyStmt');
    return copy?.is_from === true && copy.filename === undefined && !copy.is_program;
  });
}

export function createsExtension(text: string): boolean {
  return (parseSql(text) ?? []).some(({ node }) => 'CreateExtensionStmt' in node);
}
