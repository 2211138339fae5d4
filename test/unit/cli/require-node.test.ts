import { readFileSync } from 'node:fs';
import { oldNodeText } from '../../../src/cli/require-node.js';

describe('the check of the Node.js version', () => {
  it.each(['20.19.0', '22.0.0', '24.1.0-nightly'])('accepts %s', (version) => {
    expect(oldNodeText(version)).toBeUndefined();
  });

  it.each(['20.18.3', '18.20.4', '16.0.0'])('rejects %s and names the required version', (version) => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
    const needed = engines.node.replace('>=', '');
    expect(oldNodeText(version)).toBe(
      `error: roundtrip needs Node.js ${needed} or later; this is ${version}`,
    );
  });
});
