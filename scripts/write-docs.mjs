// Usage: node scripts/write-docs.mjs [--check]
// Writes docs/commands.md from the built command line; with --check, exits 1 when it is stale.
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { format, resolveConfig } from 'prettier';
import { renderCommands } from './render-commands.mjs';

const root = resolve(import.meta.dirname, '..');
const target = join(root, 'docs', 'commands.md');

async function main() {
  const { createProgram } = await import('../dist/cli/program.js');
  const program = createProgram(() => Promise.resolve());
  const text = await format(renderCommands(program), {
    ...(await resolveConfig(target)),
    parser: 'markdown',
  });
  if (!process.argv.includes('--check')) {
    await writeFile(target, text);
    return;
  }
  const found = await readFile(target, 'utf8');
  if (found === text) return;
  process.stderr.write('docs/commands.md is stale: npm run docs:commands\n');
  process.exitCode = 1;
}

await main();
