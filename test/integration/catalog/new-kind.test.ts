import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import type { readCatalog } from '../../../src/catalog/read/read-catalog.js';
import type { refreshCatalog } from '../../../src/catalog/observe/refresh-catalog.js';
import type { diff } from '../../../src/catalog/model/diff.js';
import type { planRepair } from '../../../src/catalog/repair/plan-repair.js';
import { createScratch, type Scratch } from '../../support/scratch.js';

/** A copy of the sources and the build, with the new kind of docs/contributing.md. */
let copy: string;
let scratch: Scratch;

beforeAll(async () => {
  scratch = await createScratch();
  // Inside the project, so that its packages are resolved.
  copy = await mkdtemp(resolve('node_modules/.cache-new-kind-'));
  for (const folder of ['src', 'dist']) {
    await cp(resolve(folder), join(copy, folder), { recursive: true });
  }
  await writeFile(join(copy, 'package.json'), JSON.stringify({ type: 'module' }));
});

afterAll(async () => {
  await rm(copy, { recursive: true, force: true });
  await scratch.drop();
});

/** The two code blocks of that section, without their indentation in the list. */
async function readSteps(): Promise<readonly [file: string, registration: string]> {
  const text = await readFile(resolve('docs/contributing.md'), 'utf8');
  const section = text.slice(text.indexOf('## Add a catalog kind'), text.indexOf('## Add a command'));
  const blocks = [...section.matchAll(/^ {3}```ts\n([^]*?)^ {3}```/gm)].map(([, block = '']) =>
    block.replaceAll(/^ {3}/gm, ''),
  );
  expect(blocks).toHaveLength(2);
  return [blocks[0] ?? '', blocks[1] ?? ''];
}

const kindFile = () => join(copy, 'src/catalog/kinds/large-object.ts');
const registryFile = () => join(copy, 'src/catalog/kinds/registry.ts');

async function addToRegistry(registration: string): Promise<void> {
  const [line = '', entry = ''] = registration.split('\n\n');
  const text = await readFile(registryFile(), 'utf8');
  await writeFile(registryFile(), `${line}\n${text.replace('\n};\n', `\n${entry.trimEnd()}\n};\n`)}`);
}

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
};

/** Caches all source files except the registry, which changes. */
function compilerHost(): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const known = new Map<string, ts.SourceFile | undefined>();
  return {
    ...host,
    getSourceFile: (path, version) => {
      const file = known.get(path) ?? host.getSourceFile(path, version);
      if (path !== registryFile()) known.set(path, file);
      return file;
    },
  };
}

function typeErrors(host: ts.CompilerHost): readonly string[] {
  const program = ts.createProgram([registryFile(), kindFile()], options, host);
  return [registryFile(), kindFile()]
    .flatMap((path) => program.getSemanticDiagnostics(program.getSourceFile(path)))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** Compiles the two source files to JavaScript and adds them to the build. */
async function build(): Promise<void> {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
  for (const path of [kindFile(), registryFile()]) {
    const { outputText } = ts.transpileModule(await readFile(path, 'utf8'), { compilerOptions });
    await writeFile(path.replace('/src/', '/dist/').replace(/\.ts$/, '.js'), outputText);
  }
}

interface Catalog {
  readonly readCatalog: typeof readCatalog;
  readonly refreshCatalog: typeof refreshCatalog;
  readonly diff: typeof diff;
  readonly planRepair: typeof planRepair;
}

async function loadCatalog(): Promise<Catalog> {
  const paths = ['read/read-catalog', 'observe/refresh-catalog', 'model/diff', 'repair/plan-repair'];
  const modules: object[] = [];
  for (const path of paths) modules.push((await import(join(copy, `dist/catalog/${path}.js`))) as object);
  return Object.assign({}, ...modules) as Catalog;
}

describe('a kind of object that is added in the two steps of docs/contributing.md', () => {
  it('is required in the registry by the compiler, and needs no other change', async () => {
    const [file, registration] = await readSteps();
    await writeFile(kindFile(), file);
    const host = compilerHost();
    expect(typeErrors(host)).toEqual([expect.stringContaining('large object')]);
    await addToRegistry(registration);
    expect(typeErrors(host)).toEqual([]);
  });

  it('is read, read again after a change, compared and repaired', async () => {
    await build();
    const catalog = await loadCatalog();
    const { session } = scratch;
    const before = await catalog.readCatalog(session);
    await session.query('SELECT lo_create(424242)');
    const after = await catalog.refreshCatalog(session, before);
    const found = catalog.diff(before.objects, after.objects);
    expect(found).toEqual([
      {
        change: 'left',
        after: expect.objectContaining({ kind: 'large object', name: '424242' }) as unknown,
      },
    ]);

    const gone = { before: after.objects, after: before.objects, major: after.major };
    const back = catalog.planRepair(found, {
      before: before.objects,
      after: after.objects,
      major: after.major,
      purpose: 'restoring',
    });
    expect(back).toMatchObject({
      statements: ['SELECT pg_catalog.lo_unlink(424242);'],
      limits: [],
      destroys: [],
    });
    for (const statement of back.statements) await session.query(statement);
    expect((await catalog.refreshCatalog(session, after)).objects).toEqual(before.objects);

    const there = catalog.planRepair(catalog.diff(after.objects, before.objects), {
      ...gone,
      purpose: 'restoring',
    });
    for (const statement of there.statements) await session.query(statement);
    expect((await catalog.readCatalog(session)).objects).toEqual(after.objects);
  });
});
