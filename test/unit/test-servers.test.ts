import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = 'test/integration';

/** Calls with which a test starts a server of its own. */
const ownServer = /\b(useOwnTestServer|startOwnServer|startEphemeralServer)\(/;

describe('the integration tests', () => {
  it('create roles only on separate servers, because roles are visible in every database of a server', () => {
    const tests = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.test.ts'))
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
    const creating = tests.filter(({ text }) => /\bCREATE (ROLE|USER (?!MAPPING))/.test(text));
    expect(creating.length).toBeGreaterThan(5);
    expect(creating.filter(({ text }) => !ownServer.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
