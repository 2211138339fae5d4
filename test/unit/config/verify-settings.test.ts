import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type VerifySettings } from '../../../src/config/config.js';
import { UsageError } from '../../../src/errors.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'roundtrip-project-'));
});

afterEach(() => rm(directory, { recursive: true }));

async function read(content?: string): Promise<VerifySettings> {
  if (content !== undefined) await writeFile(join(directory, 'roundtrip.json'), content);
  return (await readConfig({ flags: { embedded: true }, env: {}, cwd: directory })).verify;
}

async function mistakesIn(content: unknown): Promise<readonly string[]> {
  const error: unknown = await read(JSON.stringify(content)).catch((thrown: unknown) => thrown);
  if (!(error instanceof UsageError)) throw new Error('no mistake was found');
  return error.message.split('\n');
}

const rule = { kind: 'table', name: 'public.events_p*', reason: 'made by the partition job' };

describe('roundtrip.json', () => {
  it('may be missing', async () => {
    expect(await read()).toEqual({ ignore: [], others: [] });
  });

  it.each([
    ['an empty object', {}, []],
    ['an empty section', { verify: {} }, []],
    ['a list of what is ignored', { verify: { ignore: [rule] } }, [rule]],
  ])('is read: %s', async (_, content, ignore) => {
    expect(await read(JSON.stringify(content))).toEqual({ ignore, others: [] });
  });

  it('names the migrations tables of other projects, and the objects that they own', async () => {
    const others = [{ table: 'billing.pgmigrations', owns: ['schema billing'] }, { table: 'public.other' }];
    expect((await read(JSON.stringify({ verify: { others } }))).others).toEqual([
      others[0],
      { table: 'public.other', owns: [] },
    ]);
  });

  it('is rejected if it is not JSON', async () => {
    await expect(read('{')).rejects.toThrow(/^roundtrip\.json is not valid JSON: /);
  });

  it.each([
    [[], ['its content must be an object']],
    [{ verify: { ignored: [] } }, ['unknown key verify.ignored; known keys: ignore, others']],
    [{ verify: [] }, ['verify must be an object']],
    [{ verify: { ignore: 'table x' } }, ['verify.ignore must be a list']],
    [{ verify: { ignore: ['table x'] } }, ['verify.ignore[0] must be an object']],
    [{ verify: { ignore: [{ ...rule, reason: '  ' }] } }, [empty('verify.ignore[0].reason')]],
    [{ verify: { ignore: [rule, {}] } }, missing(1)],
    [{ verify: { others: [{}] } }, ['verify.others[0].table is missing']],
    [{ verify: { others: [{ table: 'x', owns: 'y' }] } }, ['verify.others[0].owns must be a list']],
    [{ verify: { others: [{ table: 'x', owns: [1] }] } }, [empty('verify.others[0].owns[0]')]],
    [
      { verify: { others: [{ table: 'x', folder: 'y' }] } },
      ['unknown key verify.others[0].folder; known keys: table, owns'],
    ],
  ])('%j is rejected with the mistakes', async (content, mistakes) => {
    expect(await mistakesIn(content)).toEqual(mistakes.map((one) => `roundtrip.json: ${one}`));
  });

  it('is reported with its mistakes together with those of flags', async () => {
    const content = { verify: { ignore: [{ kind: 7, name: 'x', because: 'of that' }] } };
    await writeFile(join(directory, 'roundtrip.json'), JSON.stringify(content));
    const flags = { embedded: true, lockWait: 'long' };
    await expect(readConfig({ flags, env: {}, cwd: directory })).rejects.toMatchObject({
      message: [
        'roundtrip.json: unknown key verify.ignore[0].because; known keys: kind, name, reason, until',
        'roundtrip.json: verify.ignore[0].kind must be a string that is not empty',
        'roundtrip.json: verify.ignore[0].reason is missing',
        '--lock-wait long is not a valid number of seconds',
      ].join('\n'),
    });
  });
});

function missing(index: number): string[] {
  return ['kind', 'name', 'reason'].map((key) => `verify.ignore[${index}].${key} is missing`);
}

function empty(path: string): string {
  return `${path} must be a string that is not empty`;
}
