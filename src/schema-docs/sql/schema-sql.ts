import { createHash } from 'node:crypto';
import { keyOf } from '../../catalog/model/object.js';
import type { RepairLimit } from '../../catalog/repair/plan-repair.js';
import { visibleLine } from '../../html/visible-text.js';
import { breakLists } from './break-lists.js';
import type { PlannedSchema, SqlBlock } from './plan-schema-sql.js';

export interface SchemaSqlOptions extends PlannedSchema {
  readonly marker: string;
  /** Roles that the statements name; they belong to the server, not to the database. */
  readonly roles: readonly string[];
  /** Objects that the statements do not create exactly, or the failure of a statement. */
  readonly wrong: readonly string[];
}

/**
 * Renders a file that creates the schema in an empty database, with psql or in any other way. Each object has a
 * block of its own; the digest in its first line changes with every statement about the object, so that two
 * branches which change one object conflict there, even in different lines.
 */
export function schemaSql({ blocks, limits, marker, roles, wrong }: SchemaSqlOptions): string {
  const digests = digestsOf(blocks);
  return [
    `-- ${marker}`,
    '-- To load it into an empty database: psql -v ON_ERROR_STOP=1 -f schema.sql DATABASE',
    ...(roles.length > 0 ? [`-- Roles that must exist: ${roles.map(visibleLine).join(', ')}`] : []),
    ...[...limits.map(limitText), ...others(wrong, limits)].map(
      (text) => `-- Not exact: ${visibleLine(text)}`,
    ),
    '',
    'BEGIN;',
    "SET LOCAL client_encoding = 'UTF8';",
    'SET LOCAL check_function_bodies = off;',
    'SET LOCAL client_min_messages = warning;',
    ...blocks.map(({ object, statements }, index) => {
      const isAgain = blocks.findIndex((one) => one.object === object) < index;
      const title = `${visibleLine(object)}${isAgain ? ', continued' : ''}`;
      return ['', `-- ${title}  [${digests.get(object) ?? ''}]`, ...statements.map(breakLists)].join('\n');
    }),
    '',
    'COMMIT;',
    '',
  ].join('\n');
}

function limitText({ kind, name, reason }: RepairLimit): string {
  return `${kind} ${name}: ${reason}`;
}

/** What no known limit explains. */
function others(wrong: readonly string[], limits: readonly RepairLimit[]): readonly string[] {
  const known = new Set(limits.map(keyOf));
  return wrong.filter((object) => !known.has(object));
}

/** The beginning of a hash of all statements about each object. */
function digestsOf(blocks: readonly SqlBlock[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { object, statements } of blocks)
    texts.set(object, [texts.get(object) ?? '', ...statements].join('\n'));
  return new Map(
    [...texts].map(([object, text]) => [object, createHash('sha256').update(text).digest('hex').slice(0, 8)]),
  );
}
