import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { findUsers, releaseLease, takeLease } from '../../../../src/database/embedded/leases.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'roundtrip-leases-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('leases', () => {
  it('list the running processes, and leases of ended processes are removed', async () => {
    const leases = [await takeLease(folder), await takeLease(folder)];
    writeFileSync(join(folder, '999999999.1.0.0.0badcafe'), '');
    const names = leases.map(({ file }) => basename(file)).sort();
    const { here, elsewhere } = await findUsers(folder);
    expect({ here: [...here].sort(), elsewhere }).toEqual({ here: names, elsewhere: [] });
    expect(readdirSync(folder).sort()).toEqual(names);
  });

  it('may be released twice', async () => {
    const lease = await takeLease(folder);
    await releaseLease(lease);
    await releaseLease(lease);
    expect(await findUsers(folder)).toEqual({ here: [], elsewhere: [] });
  });
});
