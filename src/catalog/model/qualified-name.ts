/** Last part of a qualified name, quoted as it was. */
export function localName(name: string): string {
  return /(?:"(?:[^"]|"")*"|[^."]+)$/u.exec(name)?.[0] ?? name;
}
