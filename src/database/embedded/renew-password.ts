import { quoteIdentifier, quoteLiteral } from '../quote.js';
import { clusterUser, makePassword, readPassword, writePassword, type Cluster } from './cluster.js';
import { makeScramVerifier } from './scram-verifier.js';
import { commandServer, type Login } from './server-login.js';

/** Gives a running, disposable server a password of its own: a copied cluster has its template's. */
export async function renewPassword(cluster: Cluster, port: number): Promise<Login> {
  const password = makePassword();
  const verifier = await makeScramVerifier(password);
  await commandServer(
    { port, password: await readPassword(cluster) },
    `ALTER ROLE ${quoteIdentifier(clusterUser)} PASSWORD ${quoteLiteral(verifier)}`,
  );
  await writePassword(cluster, { password, durability: 'disposable' });
  return { port, password };
}
