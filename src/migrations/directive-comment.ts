/** A comment in a migration file that accepts or allows a finding, with the reason. */
export interface DirectiveComment {
  /** `accept` a verdict of prove, or `allow` a rule of lint. */
  readonly verb: 'accept' | 'allow';
  /** The verdict or the rule. */
  readonly subject: string;
  /** Name of an object, or `*`; `undefined` where the comment names none. */
  readonly object: string | undefined;
  readonly reason: string;
}

/** A quoted name may contain the characters that end an unquoted object name. */
const pattern =
  /roundtrip:\s*(accept|allow)\s+([a-z-]+)(?:\s+((?:"(?:[^"]|"")*"|[^"])+?))?:\s+(\S.*?)\s*(?:\*\/)?\s*$/;

/** Returns `undefined` for a line without a complete directive. */
export function parseDirective(line: string): DirectiveComment | undefined {
  const match = pattern.exec(line);
  if (!match) return undefined;
  const [, verb, subject = '', object, reason = ''] = match;
  return { verb: verb === 'allow' ? 'allow' : 'accept', subject, object, reason };
}

/** Whether a line has a comment that begins like a directive of this kind, complete or not. */
export function looksLikeDirective(line: string, verb: DirectiveComment['verb']): boolean {
  return new RegExp(String.raw`(?:\/\/|\/\*|\*|--)\s*roundtrip:\s*${verb}\b`).test(line);
}
