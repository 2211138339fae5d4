/** The same as `engines` in package.json. */
const oldest = { major: 20, minor: 19 };

/** Returns the error message for a Node.js version that is too old, else `undefined`. */
export function oldNodeText(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return undefined;
  return `error: roundtrip needs Node.js ${oldest.major}.${oldest.minor} or later; this is ${version}`;
}
