/** As `engines` of package.json has it. */
const oldest = { major: 20, minor: 19 };

/** What to say on a version of Node.js that is too old; `undefined` on others. */
export function oldNodeText(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return undefined;
  return `error: roundtrip needs Node.js ${oldest.major}.${oldest.minor} or later; this is ${version}`;
}
