/** What a statement of a dump is for, as far as loading it into another database differs from running it there. */
export type StatementRole =
  | { readonly kind: 'run' }
  /** Concerns the dumped database itself, or the whole server. */
  | { readonly kind: 'skip' }
  | { readonly kind: 'extension'; readonly name: string }
  | { readonly kind: 'about extension'; readonly name: string }
  | { readonly kind: 'encoding'; readonly name: string }
  /** A setting that a server of another version may not have, or that names what only the dumped server has. */
  | { readonly kind: 'setting' }
  | { readonly kind: 'schema'; readonly name: string }
  | { readonly kind: 'insert' };

const identifier = String.raw`(?:"((?:[^"]|"")*)"|([\w$\u0080-\uffff]+))`;

const patterns: readonly (readonly [RegExp, (name: string) => StatementRole])[] = [
  [/^INSERT\s/iu, () => ({ kind: 'insert' })],
  [
    new RegExp(String.raw`^CREATE\s+EXTENSION\s+(?:IF\s+NOT\s+EXISTS\s+)?${identifier}`, 'iu'),
    (name) => ({ kind: 'extension', name }),
  ],
  [
    new RegExp(String.raw`^(?:COMMENT\s+ON|ALTER)\s+EXTENSION\s+${identifier}`, 'iu'),
    (name) => ({ kind: 'about extension', name }),
  ],
  [/^SET\s+client_encoding\s*(?:=|\sTO\s)\s*'?([\w-]+)'?/iu, (name) => ({ kind: 'encoding', name })],
  [/^SET\s/iu, () => ({ kind: 'setting' })],
  [new RegExp(String.raw`^CREATE\s+SCHEMA\s+${identifier}$`, 'iu'), (name) => ({ kind: 'schema', name })],
  // pg_dump --create, and pg_dumpall
  [
    /^(?:CREATE|DROP|ALTER)\s+(?:DATABASE|TABLESPACE|ROLE|USER\s+(?!MAPPING)|GROUP)\b/iu,
    () => ({ kind: 'skip' }),
  ],
  [/^(?:COMMENT|SECURITY\s+LABEL\s.*)\s+ON\s+(?:DATABASE|TABLESPACE|ROLE)\b/iu, () => ({ kind: 'skip' })],
  [/^(?:GRANT|REVOKE)\s.*\sON\s+(?:DATABASE|TABLESPACE|PARAMETER)\s/iu, () => ({ kind: 'skip' })],
  // Memberships of pg_dumpall: GRANT a TO b, without ON.
  [/^GRANT\s(?:(?!\sON\s)[\s\S])*\sTO\s/iu, () => ({ kind: 'skip' })],
];

export function roleOf(sql: string): StatementRole {
  for (const [pattern, make] of patterns) {
    const match = pattern.exec(sql);
    if (match) return make((match[1]?.replaceAll('""', '"') ?? match[2]) || '');
  }
  return { kind: 'run' };
}
