import type { Config } from '../../config/config.js';
import { UsageError } from '../../errors.js';
import type { CompareOptions } from '../../generate/compare-with-source.js';
import { parseRename } from '../../generate/requested-rename.js';
import { findDrizzleConfig } from '../../source/drizzle/config-file.js';
import { openSource } from '../../source/open-source.js';
import type { Source } from '../../source/source.js';
import type { Context } from '../context.js';
import { askRename } from './ask-rename.js';
import type { SourceFlags } from './flags.js';

/** @throws UsageError when no source is named, or it does not exist */
export async function sourceOf({ flags, cwd }: Context<SourceFlags>, config: Config): Promise<Source> {
  const text = flags.from ?? config.schemaSource ?? (await findDrizzleConfig(cwd));
  if (text === undefined) {
    throw new UsageError('no source of the schema is given', {
      remedy:
        'Give it with --from: a Drizzle schema, an SQL file or folder, a folder of migrations, or the URL of a database. Or set "schema" in roundtrip.json, or write a drizzle.config.ts.',
    });
  }
  const origin = flags.from === undefined ? '"schema" of roundtrip.json' : '--from';
  return openSource({ text, origin, directory: cwd, config });
}

/** What the flags say about renames; on a terminal, the user is asked about the rest. */
export function renamesOf(context: Context<SourceFlags>): CompareOptions['renames'] {
  const { flags, terminal } = context;
  const requested = (flags.rename ?? []).map(parseRename);
  if (flags.otherRenames === false) return { requested, others: 'none' };
  const mayAsk = terminal.isInteractive && flags.yes !== true && terminal.format === 'text';
  return { requested, others: mayAsk ? askRename(context) : 'refuse' };
}
