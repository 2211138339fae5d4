import { parseSeedRequest, type SeedFlags, type SeedRequest } from '../../../src/cli/seeding/flags.js';

describe('the flags of seed', () => {
  it.each<{ flags: SeedFlags; request: SeedRequest }>([
    { flags: {}, request: { kind: 'run' } },
    { flags: { force: true }, request: { kind: 'run' } },
    { flags: { scale: '1000' }, request: { kind: 'load', size: { kind: 'new', scale: 1000, seed: 1 } } },
    {
      flags: { scale: '1', seedValue: '0' },
      request: { kind: 'load', size: { kind: 'new', scale: 1, seed: 0 } },
    },
    {
      flags: { resume: true },
      request: { kind: 'load', size: { kind: 'resume', scale: undefined, seed: undefined } },
    },
    {
      flags: { resume: true, scale: '5' },
      request: { kind: 'load', size: { kind: 'resume', scale: 5, seed: undefined } },
    },
    { flags: { clean: true, force: true }, request: { kind: 'clean' } },
  ])('$flags are parsed as $request', ({ flags, request }) => {
    expect(parseSeedRequest(flags)).toEqual(request);
  });

  it.each<{ flags: SeedFlags; message: string }>([
    { flags: { scale: '0' }, message: '--scale 0 is not a whole number from 1 to 1000000000' },
    { flags: { scale: '1e3' }, message: '--scale 1e3 is not a whole number' },
    { flags: { scale: '-5' }, message: '--scale -5 is not' },
    { flags: { scale: '' }, message: '--scale  is not' },
    { flags: { scale: '5', seedValue: '4294967296' }, message: 'is not a whole number from 0 to 4294967295' },
    { flags: { seedValue: '5' }, message: '--seed-value needs --scale' },
    { flags: { clean: true, scale: '5' }, message: '--clean cannot be combined with --scale' },
    { flags: { clean: true, resume: true }, message: '--clean cannot be combined with --scale' },
  ])('$flags are rejected with the message "$message"', ({ flags, message }) => {
    expect(() => parseSeedRequest(flags)).toThrow(message);
  });
});
