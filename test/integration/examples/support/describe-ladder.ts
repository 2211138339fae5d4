import { runCommand } from '../../../support/run-command.js';
import { createExample, folderOf, migrationsOf, type Example, type ExampleName } from './example.js';
import { readStructure } from './read-structure.js';

/** The keys of the output of `prove --json` that are used here. */
interface ProofJson {
  readonly verdict: string;
  readonly migrations: readonly { readonly name: string; readonly verdict: string }[];
}

/** Tests that the migrations of an example are reversible, with the commands of its README. */
export function describeLadder(name: ExampleName): void {
  describe(`the migrations of examples/${name}`, () => {
    let example: Example;

    beforeEach(async () => {
      example = await createExample(name, 'empty');
    });

    afterEach(() => example.drop());

    it.each(['prove --embedded --json', 'prove --embedded --json --seed development'])(
      'are reversible according to `roundtrip %s`',
      async (line) => {
        const { code, stdout, stderr } = await runCommand(line.split(' '), { cwd: folderOf(name) });

        const { verdict, migrations } = JSON.parse(stdout || '{}') as Partial<ProofJson>;
        expect({ code, stderr, verdict }).toEqual({ code: 0, stderr: '', verdict: 'reversible' });
        expect(migrations?.map((one) => [one.name, one.verdict])).toEqual(
          migrationsOf(name).map((migration) => [migration, 'reversible']),
        );
      },
    );

    it('can all be applied, rolled back to an empty database, types included, and applied again', async () => {
      const empty = await readStructure(example.session);

      await example.up();
      const after = await readStructure(example.session);
      await example.down();
      const returned = await readStructure(example.session);
      await example.up();

      expect(after).not.toEqual(empty);
      expect(returned).toEqual(empty);
      expect(await readStructure(example.session)).toEqual(after);
    });

    it('change nothing if they run on their own result, as after a lost record', async () => {
      await example.up();
      const once = await readStructure(example.session);

      await example.session.query('DELETE FROM pgmigrations');
      await example.up();

      expect(await readStructure(example.session)).toEqual(once);
    });

    it('run from their folder: up, seed and down --all', async () => {
      const empty = await readStructure(example.session);
      const codes: Record<string, number | null> = {};

      for (const line of ['up', 'status', 'seed', 'down --all --yes']) {
        const { code } = await runCommand(line.split(' '), {
          cwd: folderOf(name),
          env: { DATABASE_URL: example.url },
        });
        codes[line] = code;
      }

      expect(codes).toEqual({ up: 0, status: 0, seed: 0, 'down --all --yes': 0 });
      expect(await readStructure(example.session)).toEqual(empty);
    });
  });
}
