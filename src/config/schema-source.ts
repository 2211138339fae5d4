import type { ProjectSettings } from './project-shape.js';

type SchemaSetting = ProjectSettings['schema'];

/**
 * Whether `schema` of `roundtrip.json` is the source of the schema, a path or URL, and not the search path: names of
 * schemas contain neither a slash nor the extension of a file.
 */
function isSource(value: SchemaSetting): value is string {
  return typeof value === 'string' && /\/|\\|\.(?:sql|[mc]?[jt]s)$/.test(value);
}

/** The source of the schema, if the project has one. */
export function schemaSourceOf({ schema, schemaSource }: ProjectSettings): string | undefined {
  return schemaSource ?? (isSource(schema) ? schema : undefined);
}

/** The search path of the migrations, if the project sets one. */
export function searchPathOf({ schema }: ProjectSettings): SchemaSetting {
  return isSource(schema) ? undefined : schema;
}
