import { readdirSync } from 'node:fs';
import type { SeedSession } from '../../src/seed/seed-session.js';

const folder = new URL('../../seeds/development/', import.meta.url);

interface SeedModule {
  readonly seed: (session: SeedSession) => Promise<void>;
}

/** Runs the files of the development seeds in order. */
export async function applySeeds(session: SeedSession): Promise<void> {
  for (const file of readdirSync(folder).sort()) {
    const { seed } = (await import(new URL(file, folder).pathname)) as SeedModule;
    await seed(session);
  }
}
