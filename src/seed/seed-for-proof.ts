import type { Config } from '../config/config.js';
import type { Session } from '../database/session.js';
import { applySeedFiles } from './apply-seed-files.js';
import { loadSeedSet } from './seed-files.js';

type LoadSeeds = (session: Session) => Promise<void>;

/** Reads the files of a seed set, and returns what loads them; nothing where no set is named. */
export async function seedForProof(set: string | undefined, config: Config): Promise<LoadSeeds | undefined> {
  if (set === undefined) return undefined;
  const files = await loadSeedSet({ directory: config.seedsDirectory, set });
  const nothing = () => Promise.resolve();
  return (session) => applySeedFiles(session, { files, config: config.migrations }, nothing);
}
