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

  it('is set only during the call, and omitted variables are unset only during the call', async () => {
    const seen = await withEnvironment({ [one]: undefined, [other]: 'call' }, () =>
      Promise.resolve([process.env[one], process.env[other]]),
    );

    expect(seen).toEqual([undefined, 'call']);
    expect([process.env[one], process.env[other]]).toEqual(['host', undefined]);
  });

  it('is not part of the initial environment of a concurrent call', async () => {
    await withEnvironment({ [one]: 'call', [other]: 'call' }, async () => {
      const { [one]: first, [other]: second } = hostEnvironment();
      expect([first, second]).toEqual(['host', undefined]);
      await Promise.resolve();
    });
  });

  it('is restored after the last of several calls has ended, and after a failed one', async () => {
    let end: () => void = () => undefined;
    const long = withEnvironment({ [one]: 'long' }, () => new Promise<void>((resolve) => (end = resolve)));
    await withEnvironment({ [one]: 'short' }, () => Promise.reject(new Error('x'))).catch(() => undefined);
    end();
    await long;

    expect(process.env[one]).toBe('host');
  });
});
