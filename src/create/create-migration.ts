import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.js';
import type { TemplateNames } from './template.js';
import { templates, type TemplateKind } from './template-kinds.js';
import { empty } from './templates/empty.js';

export interface CreateOptions {
  /** Absolute path of the migrations folder; created where it is missing. */
  readonly directory: string;
  /** What the migration does, in a few words: `add-phone-to-users`. */
  readonly name: string;
  readonly kind: TemplateKind | 'empty';
  /** Table and column to fill in; guessed from the name where they are not given. */
  readonly table: string | undefined;
  readonly column: string | undefined;
  /** Milliseconds since 1970, which become the number in front. */
  readonly now: number;
}

/**
 * Writes a migration with a paired `up` and `down`, and returns its path.
 * @throws UsageError when the name cannot be a file name
 */
export async function createMigration(options: CreateOptions): Promise<string> {
  const name = fileNameOf(options.name);
  const path = join(options.directory, `${options.now}_${name}.ts`);
  const template = options.kind === 'empty' ? empty : templates[options.kind];
  await mkdir(options.directory, { recursive: true });
  await writeFile(path, template(namesOf(name, options)), { flag: 'wx' });
  return path;
}

function fileNameOf(name: string): string {
  const clean = name.trim().replace(/[\s_]+/g, '-');
  if (/^[A-Za-z][A-Za-z0-9-]*$/.test(clean)) return clean;
  throw new UsageError(`${JSON.stringify(name)} cannot name a migration`, {
    remedy: 'Use letters, digits and dashes, beginning with a letter: add-phone-to-users.',
  });
}

/** `create-orders`: table orders. `add-phone-to-users`, `index-phone-on-users`: column phone of users. */
function namesOf(name: string, { table, column }: CreateOptions): TemplateNames {
  const words = name.toLowerCase();
  const about = /^[a-z]+-(.+)-(?:to|on|of|in|from)-(.+)$/.exec(words);
  const only = /^(?:create|add|alter|change|index|make)-(.+)$/.exec(words);
  return {
    table: table ?? snake(about?.[2] ?? only?.[1] ?? words),
    column: column ?? snake(about?.[1] ?? 'name'),
  };
}

function snake(words: string): string {
  return words.replaceAll('-', '_');
}
