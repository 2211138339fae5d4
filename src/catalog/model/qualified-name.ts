/** Returns the last part of a qualified name, quoted as before. */
export function localName(name: string): string {
  return /(?:"(?:[^"]|"")*"|[^."]+)$/u.exec(name)?.[0] ?? name;
}
