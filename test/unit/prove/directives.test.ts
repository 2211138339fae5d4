import '../../../src/catalog/kinds/lists.js';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDirectives, type Directives } from '../../../src/prove/directives.js';
import type { Down } from '../../../src/migrations/migration.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roundtrip-directives-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Texts {
  readonly text: string;
  readonly downText?: string;
  readonly down?: Exclude<Down['kind'], 'written'>;
}

async function directivesOf({ text, downText, down }: Texts): Promise<Directives> {
  const path = join(folder, 'up');
  const downPath = downText === undefined ? undefined : join(folder, 'down');
  await writeFile(path, text);
  if (downPath !== undefined) await writeFile(downPath, downText ?? '');
  const written: Down = { kind: 'written', action: () => undefined };
  const kind: Down = down === undefined ? written : { kind: down };
  return readDirectives({
    name: '1_a',
    path,
    downPath,
    timestamp: 1,
    shorthands: {},
    up: () => undefined,
    down: kind,
  });
}

describe('acceptance comments', () => {
  it.each([
    [
      '// roundtrip: accept leaves-traces type public.mood: old',
      ['leaves-traces', 'type public.mood', 'old'],
    ],
    ['-- roundtrip: accept loses-data *: it is a cache', ['loses-data', '*', 'it is a cache']],
    ['/* roundtrip: accept fails *: why: so */', ['fails', '*', 'why: so']],
    ['x(); // roundtrip:accept leaves-traces cast (a AS b): r', ['leaves-traces', 'cast (a AS b)', 'r']],
    [
      '// roundtrip: accept leaves-traces function public.f(a::text): r',
      ['leaves-traces', 'function public.f(a::text)', 'r'],
    ],
  ])('are read from %j', async (line, [verdict, object, reason]) => {
    const { acceptances, misunderstood } = await directivesOf({ text: `\n${line}\r\n` });
    expect(acceptances).toEqual([{ verdict, object, reason, path: join(folder, 'up'), line: 2 }]);
    expect(misunderstood).toEqual([]);
  });

  it('are read from both files of a pair', async () => {
    const line = '-- roundtrip: accept loses-data *: r';
    const { acceptances } = await directivesOf({ text: line, downText: `\n${line}` });
    expect(acceptances.map((one) => [one.path, one.line])).toEqual([
      [join(folder, 'up'), 1],
      [join(folder, 'down'), 2],
    ]);
  });

  it.each([
    '// roundtrip: accept leaves-traces public.a',
    '-- roundtrip: accept',
    '// roundtrip: accept x *:',
  ])('that are incomplete are reported: %j', async (line) => {
    const { acceptances, misunderstood } = await directivesOf({ text: line });
    expect([acceptances, misunderstood]).toEqual([
      [],
      [expect.stringContaining('line 1 is not a valid directive')],
    ]);
  });
});

describe('the lines at which up and down begin', () => {
  it.each([
    ['export const up = 1;\nexport const down = 2;', [1, 2]],
    ['export async function up(pgm) {}\n\nexport async function down(pgm) {}', [1, 3]],
    ['exports.up = 1;\nexports.down = 1;', [1, 2]],
    ['module.exports = {\n  up(pgm) {},\n  async down(pgm) {},\n};', [2, 3]],
    ['const up = 1;\nconst down = 1;\nexport { up, down };', [1, 2]],
    ['-- Up Migration\nSELECT 1;\n-- Down Migration\n', [1, 3]],
    ['SELECT 1;\n-- down = false: why', [undefined, 2]],
    ['export const up = () => {};', [1, undefined]],
  ])('are found in %j', async (text, lines) => {
    const { upLine, downLine } = await directivesOf({ text });
    expect([upLine, downLine]).toEqual(lines);
  });

  it('are the first lines of the two files of a pair', async () => {
    const { downLine } = await directivesOf({ text: '', downText: 'DROP TABLE a;' });
    expect(downLine).toBe(1);
  });
});

describe('a migration that is declared irreversible', () => {
  it.each([
    ['disabled', 'export const down = false; // data is gone', 'data is gone'],
    ['disabled', '/** Data\n * is gone. */\nexport const down = false;', 'Data is gone.'],
    ['disabled', '// data is gone\nexport const down: false = false;', 'data is gone'],
    ['disabled', 'module.exports = { up, down: false }; // data is gone', 'data is gone'],
    ['disabled', '\nexport const down = false;', undefined],
    ['absent', 'SELECT 1;\n-- down = false: data is gone', 'data is gone'],
    ['absent', '-- data is gone\n-- down = false', 'data is gone'],
  ] as const)('(down: %s) has the reason from its file: %j', async (down, text, reason) => {
    const { irreversible } = await directivesOf({ text, down });
    expect(irreversible).toEqual({ reason });
  });

  it('is not any SQL file without a down part', async () => {
    expect(
      (await directivesOf({ text: '-- shut down: false alarm', down: 'absent' })).irreversible,
    ).toBeUndefined();
  });
});
