import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canEnter, canUse } from '../../../../src/database/embedded/access.js';
import { createLibraryLinks } from '../../../../src/database/embedded/library-links.js';
import { findOrphanedFolders, makeOwnedFolder } from '../../../../src/database/embedded/owned-folder.js';
import { publishFolder, retractFolder } from '../../../../src/database/embedded/publish-folder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roundtrip-folders-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the file access of another account', () => {
  const { uid, gid } = { uid: 4_000_001, gid: 4_000_001 };
  const stranger = { kind: 'other', uid, gid } as const;

  function makeNested(modes: { readonly outer: number; readonly inner: number }): string {
    chmodSync(folder, modes.outer);
    const inner = join(folder, 'inner');
    mkdirSync(inner);
    chmodSync(inner, modes.inner);
    return inner;
  }

  it('requires execute permission on every folder of the path', async () => {
    expect(await canEnter(stranger, makeNested({ outer: 0o711, inner: 0o711 }))).toBe(true);
    chmodSync(folder, 0o700);
    expect(await canEnter(stranger, join(folder, 'inner'))).toBe(false);
    expect(await canEnter({ kind: 'self' }, join(folder, 'inner'))).toBe(true);
  });

  it('requires for a program that it is readable and executable', async () => {
    const program = join(makeNested({ outer: 0o711, inner: 0o711 }), 'program');
    writeFileSync(program, '');
    const answers: boolean[] = [];
    for (const mode of [0o755, 0o711, 0o744, 0o700]) {
      chmodSync(program, mode);
      answers.push(await canUse(stranger, program));
    }
    expect(answers).toEqual([true, false, false, false]);
  });

  it('is that of the owner or the group if the account is one of them', async () => {
    const inner = makeNested({ outer: 0o755, inner: 0o077 });
    const own = statSync(inner);
    expect(await canEnter({ kind: 'other', uid: own.uid, gid: own.gid }, inner)).toBe(false);
    chmodSync(inner, 0o707);
    expect(await canEnter({ kind: 'other', uid, gid: own.gid }, inner)).toBe(false);
    expect(await canEnter(stranger, inner)).toBe(true);
  });
});

describe('the links of the libraries', () => {
  it('are created if they are missing, relative to their folder', async () => {
    mkdirSync(join(folder, 'lib'));
    writeFileSync(join(folder, 'lib', 'libpq.so.5.18'), 'library');
    writeFileSync(join(folder, 'lib', 'libpq.so'), 'already there');
    const entry = (name: string): object => ({
      source: 'native/lib/libpq.so.5.18',
      target: `native/lib/${name}`,
    });
    writeFileSync(join(folder, 'pg-symlinks.json'), JSON.stringify([entry('libpq.so.5'), entry('libpq.so')]));
    await createLibraryLinks(folder);
    await createLibraryLinks(folder);
    expect(readlinkSync(join(folder, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
    expect(readFileSync(join(folder, 'lib', 'libpq.so.5'), 'utf8')).toBe('library');
    expect(readFileSync(join(folder, 'lib', 'libpq.so'), 'utf8')).toBe('already there');
  });

  it('are not needed if there is no list', async () => {
    await createLibraryLinks(folder);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a published folder', () => {
  function fillWith(text: string): (path: string) => Promise<void> {
    return async (path) => {
      await mkdir(path);
      await writeFile(join(path, 'content'), text);
    };
  }

  it('appears only when it is complete', async () => {
    const target = join(folder, 'deep', 'target');
    const seen: boolean[] = [];
    const fill = async (path: string): Promise<void> => {
      await fillWith('complete')(path);
      seen.push(existsSync(target));
    };
    await publishFolder({ target, fill });
    expect({ seen, content: readFileSync(join(target, 'content'), 'utf8') }).toEqual({
      seen: [false],
      content: 'complete',
    });
  });

  it('leaves no files if filling it fails', async () => {
    const fill = async (path: string): Promise<void> => {
      await fillWith('half')(path);
      throw new Error('broken');
    };
    await expect(publishFolder({ target: join(folder, 'target'), fill })).rejects.toThrow('broken');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is created by exactly one of several concurrent processes', async () => {
    const target = join(folder, 'target');
    await Promise.all(['a', 'b', 'c'].map((text) => publishFolder({ target, fill: fillWith(text) })));
    expect(readdirSync(folder)).toEqual(['target']);
    expect(readFileSync(join(target, 'content'), 'utf8')).toMatch(/^[abc]$/);
  });

  it('removes the unfinished files of a killed process, but no recent ones', async () => {
    const old = join(folder, 'target.unfinished-old');
    mkdirSync(old);
    utimesSync(old, 0, 0);
    mkdirSync(join(folder, 'target.unfinished-new'));
    await publishFolder({ target: join(folder, 'target'), fill: fillWith('') });
    expect(readdirSync(folder)).toEqual(['target', 'target.unfinished-new']);
  });

  it('can be removed', async () => {
    const target = join(folder, 'target');
    await publishFolder({ target, fill: fillWith('') });
    await retractFolder(target);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('an owned temporary folder', () => {
  function makeOrphan({ owner, age = 0 }: { readonly owner?: string; readonly age?: number }): string {
    const orphan = mkdtempSync(join(folder, 'roundtrip-embedded-'));
    if (owner !== undefined) writeFileSync(join(orphan, 'owner'), owner);
    const seconds = Date.now() / 1000 - age;
    utimesSync(orphan, seconds, seconds);
    return orphan;
  }

  it('is an orphan if its owner has ended, or if it never had an owner', async () => {
    await makeOwnedFolder(folder);
    makeOrphan({});
    mkdirSync(join(folder, 'something else'));
    const orphans = [makeOrphan({ owner: '999999999.1.0.0' }), makeOrphan({ age: 120 })];
    expect([...(await findOrphanedFolders(folder))].sort()).toEqual(orphans.sort());
  });

  const asRoot = process.geteuid?.() === 0 ? it : it.skip;
  asRoot('is not touched when another user made it', async () => {
    const planted = makeOrphan({ owner: '999999999.1.0.0' });
    chownSync(planted, 4_000_001, 4_000_001);
    expect(await findOrphanedFolders(folder)).toEqual([]);
  });

  it('is not found, without an error, in a folder that does not exist', async () => {
    expect(await findOrphanedFolders(join(folder, 'missing'))).toEqual([]);
  });
});
