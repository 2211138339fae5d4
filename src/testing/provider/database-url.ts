import type { ConnectionSettings } from '../../config/connection.js';

/** Returns the URL of another database of the server: with the parameters of the URL that the user gave, if any. */
export function databaseUrl(name: string, connection: ConnectionSettings, given: string | undefined): string {
  if (given !== undefined && /^postgres(ql)?:\/\//.test(given)) return withDatabaseName(given, name);
  const { host, port, user = '', password } = connection;
  const login = [user, ...(password === undefined ? [] : [password])].map(encodeURIComponent).join(':');
  const isFolder = host.startsWith('/');
  const place = isFolder
    ? `/${name}?host=${encodeURIComponent(host)}&port=${port}`
    : `${host}:${port}/${name}`;
  return `postgres://${login === '' ? '' : `${login}@`}${place}`;
}

function withDatabaseName(url: string, name: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/?#]*)(?:\/[^?#]*)?/, `$1/${name}`);
}
