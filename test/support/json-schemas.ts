import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

type Schema = Readonly<Record<string, unknown>>;

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const checks = new Map<string, ReturnType<typeof ajv.compile>>();

/**
 * What is wrong about a JSON document of a command, according to docs/json. The schemas allow keys that later versions
 * add; here, an unknown key is a mistake, too.
 */
export function schemaMistakes(document: Readonly<Record<string, unknown>>): readonly string[] {
  const name = /^roundtrip\.([a-z-]+)\/1$/.exec(String(document.format))?.[1] ?? '';
  const path = `docs/json/${name}.schema.json`;
  if (!existsSync(path)) return [`there is no ${path}`];
  const check =
    checks.get(name) ?? ajv.compile(withoutOtherKeys(JSON.parse(readFileSync(path, 'utf8'))) as Schema);
  checks.set(name, check);
  if (check(document)) return [];
  return (check.errors ?? []).map(
    ({ instancePath, message = '', params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** The same schema, in which objects have no keys but the ones that are named. */
function withoutOtherKeys(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutOtherKeys);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, withoutOtherKeys(value)]),
  );
  return 'properties' in copy ? { additionalProperties: false, ...copy } : copy;
}
