import { requestOf, type Environment, type MigratedDatabaseOptions } from './options.js';
import type { ProviderConnection } from './connection.js';
import { connectToProvider } from './provider-connections.js';

const started = new Set<ProviderConnection>();

/**
 * Starts the server of a test run, and keeps it until `stopSharedServers`. The migrations are applied meanwhile;
 * if they fail, the tests that need them report it.
 */
export async function startSharedServer(
  options: MigratedDatabaseOptions,
  environment: Environment,
): Promise<void> {
  const request = requestOf(options, environment);
  const provider = await connectToProvider(request.options.cwd, environment);
  started.add(provider);
  void provider.call({ method: 'prepare', request }).catch(() => undefined);
}

/** Stops the servers, unless another test run uses them, and waits until nothing of them is left. */
export async function stopSharedServers(): Promise<void> {
  const providers = [...started];
  started.clear();
  await Promise.all(providers.map(stop));
}

async function stop(provider: ProviderConnection): Promise<void> {
  if (!provider.isOpen) return;
  await provider.call({ method: 'end' }).catch(() => undefined);
  await provider.closed();
}
