import { kindNames } from '../../model/kind-traits.js';
import { currentDatabasePlaceholder, onCurrentDatabase } from './current-database.js';

/** What SQL calls the kinds whose names here differ. */
const sqlKinds = new Map<string, string>([['foreign-data wrapper', 'FOREIGN DATA WRAPPER']]);

export interface CommentOrLabel {
  /** Such as `COMMENT` or `SECURITY LABEL FOR provider`. */
  readonly statement: string;
  /** Kind and name of the object that it is about: `column public.users.bio`. */
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

/** `text search parser public.p` begins with the longest kind that fits. */
function splitKind(on: string): readonly [kind: string, name: string] {
  const fitting = kindNames().filter((kind) => on.startsWith(`${kind} `));
  const kind = fitting.sort((a, b) => b.length - a.length)[0] ?? '';
  return [kind, on.slice(kind.length + 1)];
}
