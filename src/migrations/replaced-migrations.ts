/** A migration that a squashed one replaces. */
export interface Replaced {
  readonly name: string;
  /** Set where an earlier squashed migration, which is replaced, too, had replaced it already. */
  readonly in?: string;
}

/**
 * The lines in a file's first comments that name what it replaces, one a line, in TypeScript, JavaScript or SQL:
 * `// replaces: 1700000000001_users`, `-- replaces: 1_users (in 2_squashed)`. Formatters keep such lines.
 */
const line = /^\s*(?:\/\/|--|\*)\s*replaces:\s*(\S+)(?:\s+\(in (\S+)\))?\s*$/;

const comment = /^\s*(?:\/\/|--|\/\*|\*)|^\s*$/;

/** Returns the migrations that a file replaces, in order; none of an ordinary file. */
export function readReplaced(text: string): readonly Replaced[] {
  const replaced: Replaced[] = [];
  for (const one of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    if (!comment.test(one)) break;
    const [, name, squash] = line.exec(one) ?? [];
    if (name !== undefined) replaced.push({ name, ...(squash === undefined ? {} : { in: squash }) });
  }
  return replaced;
}

/** The lines that `readReplaced` reads, without the mark of a comment. */
export function replacedLines(replaced: readonly Replaced[]): readonly string[] {
  return replaced.map((one) => `replaces: ${one.name}${one.in === undefined ? '' : ` (in ${one.in})`}`);
}
