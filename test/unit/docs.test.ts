import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { format, resolveConfig } from 'prettier';
import { renderCommands } from '../../scripts/render-commands.mjs';
import { renderLocks, type LockForm } from '../../scripts/render-locks.mjs';
import { renderRules } from '../../scripts/render-rules.mjs';
import { rules } from '../../src/lint/rules/registry.js';
import { createProgram } from '../../src/cli/program.js';

const program = createProgram(() => Promise.resolve());
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string;
  files: readonly string[];
  scripts: Readonly<Record<string, string>>;
};

interface Page {
  readonly path: string;
  readonly text: string;
}

const pages: readonly Page[] = ['README.md', 'CHANGELOG.md', ...markdownIn('docs')].map((path) => ({
  path,
  text: readFileSync(path, 'utf8'),
}));

function markdownIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => join(folder, name));
}

/** All matches of the first group of a pattern, with their pages: `docs/prove.md` and `--rows`. */
function mentions(pattern: RegExp): readonly { readonly page: Page; readonly found: string }[] {
  return pages.flatMap((page) => [...page.text.matchAll(pattern)].map(([, found = '']) => ({ page, found })));
}

/** The anchor that GitHub generates for a heading. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

function leadsNowhere(page: Page, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page.path : join(dirname(page.path), file);
  if (!existsSync(target)) return true;
  return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
}

function fencedCode(text: string): readonly string[] {
  return [...text.matchAll(/^\s*```.*\n([\s\S]*?)^\s*```/gm)].map(([, code = '']) => code);
}

/** The flags of a command line such as `roundtrip prove --rows none --bail` that the command does not accept. */
function wrongFlags(line: string): readonly string[] {
  const [name = '', ...words] = line.trim().split(/\s+/);
  const command = program.commands.find((one) => one.name() === name);
  if (!command) return /^(-|[A-Z]+$)/.test(name) ? [] : [name];
  return words.filter((word) => word.startsWith('--')).filter((word) => !hasFlag(command, word));
}

function hasFlag({ options }: Command, word: string): boolean {
  const flag = word.replace(/=.*/, '');
  return flag === '--help' || options.some(({ long }) => long === flag);
}

describe('the documentation', () => {
  it('describes the current command line (otherwise run npm run docs:commands)', async () => {
    const path = resolve('docs/commands.md');
    const options = { ...(await resolveConfig(path)), parser: 'markdown' };
    expect(readFileSync(path, 'utf8')).toBe(await format(renderCommands(program), options));
  });

  it('contains the current table of locks (otherwise run npm run docs:commands)', async () => {
    const path = resolve('docs/locks.md');
    const options = { ...(await resolveConfig(path)), parser: 'markdown' };
    const forms = JSON.parse(readFileSync('test/lock-forms/forms.json', 'utf8')) as readonly LockForm[];
    const text = renderLocks(forms, readFileSync('test/lock-forms/fixture.sql', 'utf8'));
    expect(readFileSync(path, 'utf8')).toBe(await format(text, options));
  });

  it('has an up-to-date page for each rule of lint (otherwise run npm run docs:commands)', async () => {
    const written = Object.fromEntries(
      readdirSync('docs/rules').map((name) => [name, readFileSync(join('docs/rules', name), 'utf8')]),
    );
    const options = { ...(await resolveConfig(resolve('docs/rules/README.md'))), parser: 'markdown' };
    const rendered = await Promise.all(
      Object.entries(renderRules(rules)).map(
        async ([name, text]) => [name, await format(text, options)] as const,
      ),
    );
    expect(written).toEqual(Object.fromEntries(rendered));
  });

  it('has the version of the package at the top of the changelog, with its date', () => {
    const changelog = readFileSync('CHANGELOG.md', 'utf8');
    const [, version, day] = /^## \[(\d[^\]]*)\] - (\S+)$/m.exec(changelog) ?? [];
    expect({ version, day }).toEqual({
      version: manifest.version,
      day: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string,
    });
  });

  it('links only to files and headings that exist', () => {
    const links = mentions(/\]\((?!https?:)([^)\s]+)\)/g);
    const broken = links.filter(({ page, found }) => leadsNowhere(page, found));
    expect(links.length).toBeGreaterThan(10);
    expect(broken.map(({ page, found }) => `${page.path}: ${found}`)).toEqual([]);
  });

  it('links only to files in the package', () => {
    const shipped = [...manifest.files, 'README.md', 'LICENSE', 'package.json'];
    const isShipped = (path: string) =>
      shipped.some((pattern) => path === pattern || path.startsWith(`${pattern}/`)) ||
      (shipped.includes('docs/*.md') && /^docs\/[^/]+\.md$/.test(path));
    const out = mentions(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)
      .map(({ page, found }) => ({ page, target: join(dirname(page.path), found) }))
      .filter(({ target }) => !isShipped(target));
    expect(out.map(({ page, target }) => `${page.path}: ${target}`)).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const scripts = mentions(/npm run (?:-s )?([a-z][\w:-]*)/g);
    const unknown = scripts.filter(({ found }) => !(found in manifest.scripts));
    expect(scripts.length).toBeGreaterThan(5);
    expect(unknown.map(({ page, found }) => `${page.path}: ${found}`)).toEqual([]);
  });

  it('shows commands only with flags that they accept', () => {
    const inBlocks = pages.flatMap((page) =>
      fencedCode(page.text).flatMap((code) =>
        [...code.matchAll(/^(?:\s*- run: )?(?:npx )?roundtrip (.+)/gm)].map(([, found = '']) => ({
          page,
          found,
        })),
      ),
    );
    const uses = [...inBlocks, ...mentions(/`(?:npx )?roundtrip ([^`\n]+)/g)];
    const wrong = uses.flatMap(({ page, found }) =>
      wrongFlags(found).map((flag) => `${page.path}: ${flag} in "roundtrip ${found}"`),
    );
    expect(uses.length).toBeGreaterThan(20);
    expect(wrong).toEqual([]);
  });

  it('mentions only flags that at least one command accepts', () => {
    const known = new Set([
      '--help',
      ...program.commands.flatMap(({ options }) => options.map(({ long }) => long)),
    ]);
    const flags = mentions(/`(--[a-z][a-z-]*)[^`]*`/g).filter(
      ({ page }) => page.path !== 'docs/decisions.md',
    );
    const unknown = flags.filter(({ found }) => !known.has(found));
    expect(unknown.map(({ page, found }) => `${page.path}: ${found}`)).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  const text = readFileSync('docs/architecture.md', 'utf8');

  it('lists exactly the folders of src/', () => {
    const listed = [...text.matchAll(/^\| `src\/([\w-]+)\/`/gm)].map(([, name]) => name);
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());

    expect(listed.sort()).toEqual(folders.map(({ name }) => name).sort());
  });

  it('defines at most 25 terms', () => {
    const glossary = text.slice(text.indexOf('## Glossary'));
    expect([...glossary.matchAll(/^\| [a-z]/gm)].length).toBeLessThanOrEqual(25);
  });
});

it('names only source files and folders that exist, like the other pages for contributors', () => {
  const own = new Set(['docs/architecture.md', 'docs/contributing.md']);
  const paths = mentions(/`((?:src|test|bench|scripts)\/[\w./-]*)`/g).filter(({ page }) =>
    own.has(page.path),
  );
  const gone = paths.filter(({ found }) => !/[A-Z]{3}/.test(found) && !existsSync(found));

  expect(gone.map(({ page, found }) => `${page.path}: ${found}`)).toEqual([]);
});
