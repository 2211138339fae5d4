import { hostEnvironment, withEnvironment } from '../../../src/library/environment.js';

const one = 'ROUNDTRIP_UNIT_ONE';
const other = 'ROUNDTRIP_UNIT_OTHER';

describe('the environment of a call', () => {
  beforeEach(() => {
    process.env[one] = 'host';
  });

  afterEach(() => {
    Reflect.deleteProperty(process.env, one);
  });

  it('is there during the call only, and so is what it leaves out', async () => {
    const seen = await withEnvironment({ [one]: undefined, [other]: 'call' }, () =>
      Promise.resolve([process.env[one], process.env[other]]),
    );

    expect(seen).toEqual([undefined, 'call']);
    expect([process.env[one], process.env[other]]).toEqual(['host', undefined]);
  });

  it('is no part of what a call at the same time begins with', async () => {
    await withEnvironment({ [one]: 'call', [other]: 'call' }, async () => {
      const { [one]: first, [other]: second } = hostEnvironment();
      expect([first, second]).toEqual(['host', undefined]);
      await Promise.resolve();
    });
  });

  it('is restored when the last of several calls has ended, and when one fails', async () => {
    let end: () => void = () => undefined;
    const long = withEnvironment({ [one]: 'long' }, () => new Promise<void>((resolve) => (end = resolve)));
    await withEnvironment({ [one]: 'short' }, () => Promise.reject(new Error('x'))).catch(() => undefined);
    end();
    await long;

    expect(process.env[one]).toBe('host');
  });
});
