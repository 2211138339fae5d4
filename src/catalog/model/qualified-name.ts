/** Returns the last part of a qualified name, quoted as before. */
export function localName(name: string): string {
  return /(?:"(?:[^"]|"")*"|[^."]+)$/u.exec(name)?.[0] ?? name;
}

/** Returns a name as the catalog stores it: without quotes. */
export function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
