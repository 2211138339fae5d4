import { kindNames } from '../../model/kind-traits.js';
import { currentDatabasePlaceholder, onCurrentDatabase } from './current-database.js';

/** SQL keywords of kinds with other names here. */
const sqlKinds = new Map<string, string>([['foreign-data wrapper', 'FOREIGN DATA WRAPPER']]);

export interface CommentOrLabel {
  /** `COMMENT`, or `SECURITY LABEL FOR provider`. */
  readonly statement: string;
  /** Kind and name of the object: `column public.users.bio`. */
  readonly on: string;
  /** SQL of the text, or NULL. */
  readonly text: string;
}

export function commentOrLabelStatement({ statement, on, text }: CommentOrLabel): string {
  const [kind, name] = splitKind(on);
  const render = (reference: string) =>
    `${statement} ON ${sqlKinds.get(kind) ?? kind.toUpperCase()} ${reference} IS ${text};`;
  if (kind === 'database') return onCurrentDatabase(render(currentDatabasePlaceholder));
  return render(kind === 'aggregate' ? name.replace(/\(\)$/u, '(*)') : name);
}

/** Splits text at the longest kind that it starts with: `text search parser public.p`. */
function splitKind(on: string): readonly [kind: string, name: string] {
  const fitting = kindNames().filter((kind) => on.startsWith(`${kind} `));
  const kind = fitting.sort((a, b) => b.length - a.length)[0] ?? '';
  return [kind, on.slice(kind.length + 1)];
}
