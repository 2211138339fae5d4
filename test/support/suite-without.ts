import type { Session } from '../../src/database/session.js';
import { applySuite, suiteNames } from './apply-suite.js';
import { createScratch, type Scratch } from './scratch.js';

/** Gives each test of a `describe` a scratch database with the profile suite except for one migration. */
export function useSuiteWithout(migration: string): () => Scratch {
  let scratch: Scratch;
  beforeEach(async () => {
    scratch = await createScratch();
    const names = suiteNames.filter((name) => name !== migration);
    await applySuite(scratch.session, { direction: 'up', names });
  });
  afterEach(() => scratch.drop());
  return () => scratch;
}

/** Creates an invalid index with this name, by a failed unique build on columns with duplicates. */
export async function failToBuild(session: Session, index: string, on: string): Promise<void> {
  const build = session.query(`CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${on}`);
  await expect(build).rejects.toMatchObject({ code: '23505' });
}
