// Usage: node scripts/write-docs.mjs [--check]
// Writes docs/commands.md and man/roundtrip.1 from the built command line, roundtrip.schema.json from the built description of the
// settings, docs/rules from the rules of lint, and docs/locks.md from the effects that the tests hold to PostgreSQL,
// and docs/json, the JSON Schemas of what commands print with --json, from the types of the code. With --check, writes nothing and exits 1 when one is stale.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { format, resolveConfig } from 'prettier';
import { jsonSchemas } from './json-schemas.mjs';
import { renderCommands } from './render-commands.mjs';
import { renderLocks } from './render-locks.mjs';
import { renderMan } from './render-man.mjs';
import { renderRules } from './render-rules.mjs';

const root = resolve(import.meta.dirname, '..');

/** Returns the text of each generated file by path. */
async function generated() {
  const { createProgram } = await import('../dist/cli/program.js');
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const { projectJsonSchema } = await import('../dist/config/project-shape.js');
  const { rules } = await import('../dist/lint/rules/registry.js');
  const rulePages = Object.entries(renderRules(rules)).map(([name, text]) => [`docs/rules/${name}`, text]);
  const lockForms = join(root, 'test/lock-forms');
  return {
    'docs/locks.md': renderLocks(
      JSON.parse(await readFile(join(lockForms, 'forms.json'), 'utf8')),
      await readFile(join(lockForms, 'fixture.sql'), 'utf8'),
    ),
    'docs/commands.md': renderCommands(createProgram(() => Promise.resolve())),
    'man/roundtrip.1': renderMan(
      createProgram(() => Promise.resolve()),
      version,
    ),
    'roundtrip.schema.json': JSON.stringify(projectJsonSchema),
    ...Object.fromEntries(rulePages),
    ...schemaFiles(),
  };
}

function schemaFiles() {
  const schemas = Object.entries(jsonSchemas(root));
  return Object.fromEntries(
    schemas.map(([name, schema]) => [`docs/json/${name}.schema.json`, JSON.stringify(schema)]),
  );
}

async function main() {
  for (const [name, text] of Object.entries(await generated())) await update(join(root, name), text);
}

async function update(target, unformatted) {
  const options = { ...(await resolveConfig(target)), filepath: target };
  const text = target.endsWith('.1') ? unformatted : await format(unformatted, options);
  if (!process.argv.includes('--check')) {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
    return;
  }
  if ((await readFile(target, 'utf8')) === text) return;
  process.stderr.write(`${relative(root, target)} is stale: npm run docs:commands\n`);
  process.exitCode = 1;
}

await main();
