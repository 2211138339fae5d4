import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readToolVersion } from '../config/tool-version.js';
import { findMachineFolder } from '../database/embedded/machine-folder.js';
import { UsageError, hasCode } from '../errors.js';

/** Where the processes of a test run find the provider of their project. */
export interface ProviderPlace {
  readonly folder: string;
  readonly lock: string;
  readonly address: string;
  readonly log: string;
}

/** How to reach a provider. Only this user can read it. */
export interface Address {
  readonly port: number;
  readonly token: string;
}

/** One place for each project, and for each installation of this package. */
export async function openProviderPlace(cwd: string): Promise<ProviderPlace> {
  const facts = [await realFolder(cwd), import.meta.dirname, readToolVersion()];
  const key = createHash('sha256').update(facts.join('\n')).digest('hex').slice(0, 16);
  const usual = findMachineFolder('testing', key);
  const inProject = join(cwd, '.roundtrip', 'testing', key);
  if (usual !== undefined && (await makeFolder(usual))) return providerPlaceIn(usual);
  await mkdir(inProject, { recursive: true, mode: 0o700 });
  return providerPlaceIn(inProject);
}

async function realFolder(cwd: string): Promise<string> {
  try {
    return await realpath(cwd);
  } catch (cause) {
    throw new UsageError(`the folder of the project, ${cwd}, does not exist`, {
      remedy: 'Set cwd to the folder that contains the migrations folder.',
      cause,
    });
  }
}

/** False where the home folder is missing or not writable. */
async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return true;
  } catch (error) {
    if (hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}

export function providerPlaceIn(folder: string): ProviderPlace {
  return {
    folder,
    lock: join(folder, 'lock'),
    address: join(folder, 'address.json'),
    log: join(folder, 'provider.log'),
  };
}

export async function readAddress({ address }: ProviderPlace): Promise<Address | undefined> {
  try {
    return JSON.parse(await readFile(address, 'utf8')) as Address;
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export async function writeAddress(place: ProviderPlace, address: Address): Promise<void> {
  const unfinished = `${place.address}.${process.pid}`;
  await writeFile(unfinished, JSON.stringify(address), { mode: 0o600 });
  await rename(unfinished, place.address);
}

/** Removes the address, unless another provider has written its own meanwhile. */
export async function removeAddress(place: ProviderPlace, { token }: Address): Promise<void> {
  if ((await readAddress(place))?.token === token) await unlink(place.address);
}
