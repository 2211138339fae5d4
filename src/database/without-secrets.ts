/** An SQL literal: in quotes, with backslashes, or between dollar signs. */
const literal = String.raw`(?:[eE]?'(?:[^'\\]|''|\\.)*'|\$(?<tag>\w*)\$[^]*?\$\k<tag>\$)`;

/** `PASSWORD 'x'` of a role, `password 'x'` among the options of a server or a user mapping. */
const named = new RegExp(
  String.raw`((?:password|passphrase|secret|token|credential|_key)"?\s+)${literal}`,
  'gi',
);

/** `password=x` in a connection string, as a word or in (doubled) quotes. */
const inConnection = /\b(password\s*=\s*)(?:''(?:[^'\\]|\\.)*''|[^\s'"]+)/gi;

/** `//user:x@` in a connection URL. */
const inUrl = /(\/\/[^\s:@/'"]+:)[^\s@/'"]+(?=@)/g;

/** Returns SQL or a message with passwords and keys replaced by `***`. */
export function withoutSecrets(text: string): string {
  return text.replace(named, "$1'***'").replace(inConnection, '$1***').replace(inUrl, '$1***');
}
