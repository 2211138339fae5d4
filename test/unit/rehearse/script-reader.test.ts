import fc from 'fast-check';
import { ScriptReader } from '../../../src/rehearse/snapshot/script-reader.js';

const script = `SET client_encoding = 'UTF8';
COPY public.t (id, note) FROM stdin;
1\ta \\\\. b; é
2\t\\N
\\.

COPY public.empty (id) FROM stdin;
\\.
SELECT 1;
-- PostgreSQL database dump complete
`;

async function* inPieces(text: string, bytes: number): AsyncGenerator<Buffer> {
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += bytes) yield await Promise.resolve(all.subarray(at, at + bytes));
}

async function read(text: string, bytes: number): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const item of new ScriptReader(inPieces(text, bytes)).items()) {
    if (item.kind === 'statement') found.push(item.sql);
    if (item.kind !== 'copy') continue;
    const data: Buffer[] = [];
    for await (const chunk of item.data) data.push(chunk);
    found.push(`${item.sql}: ${Buffer.concat(data).toString()}`);
  }
  return found;
}

describe('a script of pg_dump', () => {
  it('is read the same in pieces of any length', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (bytes) => {
        expect(await read(script, bytes)).toEqual([
          "SET client_encoding = 'UTF8'",
          'COPY public.t (id, note) FROM stdin: 1\ta \\\\. b; é\n2\t\\N\n',
          'COPY public.empty (id) FROM stdin: ',
          'SELECT 1',
        ]);
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it.each([
    { where: 'within the rows of a table', text: 'COPY t FROM stdin;\n1\n2' },
    { where: 'within a statement', text: 'SELECT 1;\nSELECT' },
    { where: 'within a string', text: "SELECT 'a" },
  ])('is reported as cut off when it ends $where', async ({ text, where }) => {
    await expect(read(text, 7)).rejects.toThrow(where === 'within a string' ? 'within a statement' : where);
  });

  it('skips the rows that nobody reads', async () => {
    const reader = new ScriptReader(inPieces(script, 10));
    const kinds: string[] = [];
    for await (const { kind } of reader.items()) kinds.push(kind);

    expect({ kinds, isComplete: reader.isComplete }).toEqual({
      kinds: ['statement', 'copy', 'copy', 'statement'],
      isComplete: true,
    });
  });
});
