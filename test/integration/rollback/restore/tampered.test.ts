/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-return -- a manifest that can be anything */
import { createHash } from 'node:crypto';
import { open, readFile, writeFile } from 'node:fs/promises';
import { ArchiveWriter } from '../../../../src/rollback/backup/archive/archive-writer.js';
import { listArchive } from '../../../../src/rollback/backup/archive/archive-reader.js';
import { encodeHeader } from '../../../../src/rollback/backup/archive/tar-header.js';
import { withBackup } from '../../../../src/rollback/backup/open-backup.js';
import { uninterruptible } from '../../../../src/database/interruption.js';
import { explainError } from '../../../../src/report/text/error-report.js';
import { terminalText } from '../../../../src/report/text/terminal-text.js';
import { prepareRollback, type Rollback } from '../support/rollback.js';

let rollback: Rollback;
let original: ReadonlyMap<string, string>;

const up = 'CREATE TABLE s (id int PRIMARY KEY, t text); CREATE SEQUENCE numbers';

beforeAll(async () => {
  rollback = await prepareRollback();
  await rollback.scratch.session.query('CREATE TABLE users (id int PRIMARY KEY, is_admin boolean)');
  await rollback.up(up);
  await rollback.scratch.session.query("INSERT INTO s VALUES (1, 'a'), (2, 'b')");
  await rollback.down('DROP TABLE s; DROP SEQUENCE numbers');
  await rollback.up(up);
  original = await readArchive(rollback.path('backup'));
});

afterAll(() => rollback.end());

async function readArchive(path: string): Promise<ReadonlyMap<string, string>> {
  const handle = await open(path);
  const listing = await listArchive(handle, uninterruptible);
  await handle.close();
  const bytes = await readFile(path);
  const places = listing.state === 'complete' ? [...listing.places] : [];
  return new Map(
    places.map(([name, { start, size }]) => [name, bytes.subarray(start, start + size).toString()]),
  );
}

type Files = Map<string, string>;

/** A modified backup with correct checksums. */
async function tampered(change: (files: Files, manifest: Record<string, any>) => void): Promise<string> {
  const files = new Map(original);
  const manifest = JSON.parse(files.get('manifest.json') ?? '') as Record<string, any>;
  const before = JSON.stringify(manifest);
  change(files, manifest);
  for (const table of [manifest.tables].flat()) {
    const text = files.get(table?.file);
    if (text !== undefined) table.sha256 = createHash('sha256').update(text).digest('hex');
  }
  if (JSON.stringify(manifest) !== before) files.set('manifest.json', JSON.stringify(manifest));
  files.delete('SHA256SUMS');
  const sums = [...files].map(
    ([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`,
  );
  const handle = await open(rollback.path('tampered'), 'w');
  const writer = new ArchiveWriter(handle);
  for (const [name, text] of [...files, ['SHA256SUMS', sums.join('')] as const])
    await writer.addText(name, text);
  await writer.finish();
  await handle.close();
  return 'tampered';
}

async function refusal(name: string): Promise<{ readonly code: number; readonly message: string }> {
  const error: unknown = await rollback.restore(name).catch((cause: unknown) => cause);
  const { exitCode: code, message } = explainError(error);
  return { code, message: message.replace(/^the backup \S+ cannot be used: /, '') };
}

afterEach(async () => {
  expect(await rollback.lines('SELECT (SELECT count(*) FROM s), (SELECT count(*) FROM users)')).toEqual([
    '(0,0)',
  ]);
});

const field = (name: string) => `in its manifest.json, ${name} is missing or invalid`;

describe('a backup that was modified is rejected before anything runs', () => {
  it.each<[string, (files: Files, manifest: Record<string, any>) => void, string]>([
    ['no tables', (_, m) => delete m.tables, field('tables')],
    ['tables that are a text', (_, m) => (m.tables = 'x; DROP TABLE users'), field('tables')],
    ['no migrations', (_, m) => delete m.migrations, field('migrations')],
    ['an empty list of migrations', (_, m) => (m.migrations = []), field('migrations')],
    ['no key', (_, m) => delete m.tables[0].key, field('tables[0].key')],
    ['no values', (_, m) => delete m.tables[0].values, field('tables[0].values')],
    ['a key of other columns', (_, m) => (m.tables[0].key.columns = ['x']), field('tables[0].key')],
    ['another statement', (_, m) => (m.tables[0].load = 'DROP TABLE users'), field('tables[0].load')],
    [
      'a name with SQL, and not its statement',
      (_, m) => (m.tables[0].name = 's; DROP TABLE users; --'),
      field('tables[0].load'),
    ],
    ['a file out of the folder', (_, m) => (m.tables[0].file = '../../etc/passwd'), field('tables[0].file')],
    ['rows that are no number', (_, m) => (m.tables[0].rows = '2'), field('tables[0].rows')],
    ['a negative number of rows', (_, m) => (m.tables[0].rows = -1), field('tables[0].rows')],
    [
      'the position of a sequence that is SQL',
      (_, m) => (m.sequences[0].lastValue = '1); DROP TABLE users; --'),
      field('sequences[0].lastValue'),
    ],
    [
      'a position beyond 64 bits',
      (_, m) => (m.sequences[0].lastValue = '9223372036854775808'),
      field('sequences[0].lastValue'),
    ],
    [
      'a table twice',
      (_, m) => m.tables.push({ ...m.tables[0], file: '2.copy' }),
      field('tables and sequences: name'),
    ],
    [
      'more rows than there are',
      (_, m) => (m.tables[0].rows = 3),
      '1.copy in it contradicts the manifest: it has 2 rows instead of 3',
    ],
    [
      'fewer rows than there were',
      (files) => files.set('1.copy', '1\ta\n'),
      '1.copy in it contradicts the manifest: it has 1 rows instead of 2',
    ],
    [
      'the end of the data in its middle',
      (files) => files.set('1.copy', '\\.\n2\tb\n'),
      '1.copy in it contradicts the manifest: its row 1 has 1 values for 2 columns',
    ],
    [
      'more values than columns',
      (files) => files.set('1.copy', '1\ta\tb\n2\tb\n'),
      '1.copy in it contradicts the manifest: its row 1 has 3 values for 2 columns',
    ],
    [
      'a row without an end',
      (files) => files.set('1.copy', '1\ta\n2\tb'),
      '1.copy in it contradicts the manifest: its last row is incomplete',
    ],
    [
      'a zero byte',
      (files) => files.set('1.copy', '1\ta\n2\t\0\n'),
      '1.copy in it contradicts the manifest: it contains bytes that are not text',
    ],
    ['a file more', (files) => files.set('../evil', ''), 'it contains unexpected files: ../evil'],
    ['a file less', (files) => files.delete('1.copy'), 'it lacks 1.copy, or its checksum'],
    ['what is no JSON', (files) => files.set('manifest.json', '{'), 'its manifest.json is not valid JSON'],
    ['a list', (files) => files.set('manifest.json', '[]'), field('the manifest')],
    ['nothing', (files) => files.set('manifest.json', 'null'), field('the manifest')],
  ])('with %s', async (_title, change, message) => {
    expect(await refusal(await tampered(change))).toEqual({ code: 2, message });
  });

  it.each<[string, (files: Files, manifest: Record<string, any>) => void]>([
    [
      'another table',
      (files, m) => {
        files.set('1.copy', '666\tt\n667\tt\n');
        const columns = [
          { name: 'id', type: 'integer' },
          { name: 'is_admin', type: 'boolean' },
        ];
        Object.assign(m.tables[0], {
          name: 'users',
          columns,
          values: ['id', 'is_admin'],
          load: 'COPY "public"."users" ("id", "is_admin") FROM STDIN',
        });
      },
    ],
    ['other rows', (files) => files.set('1.copy', '1\ta\n2\tx\n')],
    ['another position', (_, m) => (m.sequences[0].lastValue = '99')],
    ['other migrations in terminal commands', (_, m) => m.migrations.unshift('1_change\u001b]0;x\u0007')],
  ])('with %s that would be valid without the record in the history', async (_title, change) => {
    const { code, message } = await refusal(await tampered(change));

    expect(code).toBe(2);
    expect(message).toMatch(/^the history of this database has no record|^the backup belongs/);
    // eslint-disable-next-line no-control-regex -- these are what must not be there
    expect(terminalText(message)).not.toMatch(/[\u0000-\u001f]/);
  });

  it.each([
    ['negative', Buffer.from('-0000001000\0')],
    ['no number', Buffer.from('zzzzzzzzzzz\0')],
    ['beyond all files', Buffer.from('8000000000000000ffffffff', 'hex')],
  ])('with a size that is %s', async (_title, size) => {
    const bytes = await readFile(rollback.path('backup'));
    size.copy(bytes, 124);
    bytes.write('        ', 148);
    const sum = bytes.subarray(0, 512).reduce((all, byte) => all + byte, 0);
    bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    await writeFile(rollback.path('sized'), bytes);

    expect(await refusal('sized')).toEqual({
      code: 2,
      message: 'it is not a backup, or its headers are damaged',
    });
  });

  it('if it is a link, a folder, or contains a file twice', async () => {
    const link = encodeHeader({ name: '1.copy', size: 0 });
    link.write('2', 156);
    await writeFile(rollback.path('link'), link);
    const twice = encodeHeader({ name: '1.copy', size: 0 });
    await writeFile(rollback.path('twice'), Buffer.concat([twice, twice, Buffer.alloc(1024)]));

    expect(await refusal('link')).toMatchObject({ code: 2 });
    expect(await refusal('twice')).toMatchObject({ code: 2 });
    expect((await refusal('.')).message).toContain('cannot be read: it is not a file');
  });

  it('and reading it stops when the user interrupts', async () => {
    const signal = AbortSignal.abort();
    const options = { path: rollback.path('backup'), signal, progress: () => undefined };

    await expect(withBackup(options, () => Promise.resolve())).rejects.toMatchObject({ code: 'interrupted' });
  });
});
