import { locateSqlTokens } from '../../sql-text/tokens.js';

/** Definitions whose first list has a member on each line: columns of a table or type, labels of an enum. */
const withList = /^CREATE (?:(?:UNLOGGED |FOREIGN )?TABLE|TYPE) /;

/**
 * Breaks the first list of a definition into lines, so that a change of one column changes one line. The text
 * between the breaks stays as it is.
 */
export function breakLists(statement: string): string {
  if (!withList.test(statement)) return statement;
  const breaks = breaksIn(statement);
  const pieces = [0, ...breaks].map((start, index) => statement.slice(start, breaks[index]));
  return pieces
    .map((piece, index) => {
      const text = index === 0 ? piece : piece.trimStart();
      if (index === 0) return text;
      return index === breaks.length ? `\n${text}` : `\n  ${text}`;
    })
    .join('');
}

/** Positions after the opening parenthesis and after each comma of the first list, and of the closing parenthesis. */
function breaksIn(statement: string): readonly number[] {
  const breaks: number[] = [];
  let depth = 0;
  for (const { text, start } of locateSqlTokens(statement)) {
    if (text === ')' && depth === 1) return isEmpty(statement, breaks, start) ? [] : [...breaks, start];
    if (text === '(' || text === '[') depth += 1;
    if (text === ')' || text === ']') depth -= 1;
    if (depth === 1 && (text === ',' || (text === '(' && breaks.length === 0))) breaks.push(start + 1);
  }
  return [];
}

function isEmpty(statement: string, [start = 0]: readonly number[], end: number): boolean {
  return statement.slice(start, end).trim() === '';
}
