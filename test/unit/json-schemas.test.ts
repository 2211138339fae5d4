import { readFileSync, readdirSync } from 'node:fs';
import { Ajv } from 'ajv';
import { jsonSchemas } from '../../scripts/json-schemas.mjs';
import { schemaMistakes } from '../support/json-schemas.js';

const folder = 'docs/json';
const formats = readdirSync(folder)
  .filter((name) => name.endsWith('.schema.json'))
  .map((name) => name.replace('.schema.json', ''))
  .sort();

/** The whole documents among the examples in docs/json.md. */
const examples = [...readFileSync('docs/json.md', 'utf8').matchAll(/^```json\n([^]*?)^```/gm)]
  .map(([, text = '']) => JSON.parse(text) as Record<string, unknown>)
  .filter((example) => 'format' in example);

describe('the JSON Schemas in docs/json', () => {
  it('are those of the types in the code (otherwise run npm run docs:commands)', () => {
    const current = jsonSchemas('.');
    expect(Object.keys(current)).toEqual(formats);
    const onDisk = formats.map(
      (name) => JSON.parse(readFileSync(`${folder}/${name}.schema.json`, 'utf8')) as unknown,
    );
    expect(onDisk).toEqual(Object.values(current));
  });

  it('are listed in docs/json/README.md, with the exit codes of the README', () => {
    const text = readFileSync(`${folder}/README.md`, 'utf8');
    // A backup has its manifest inside; it is read by restore alone.
    const listed = formats.filter((name) => name !== 'backup');
    expect(listed.filter((name) => !text.includes(`[${name}.schema.json](${name}.schema.json)`))).toEqual([]);
    const codes = (markdown: string) =>
      [...markdown.matchAll(/^\| (\d+) +\| (.*?) +\|/gm)].map(([, code, meaning]) => `${code} ${meaning}`);
    expect(codes(text)).toEqual(codes(readFileSync('README.md', 'utf8')));
  });

  it('are valid, and describe every value', () => {
    for (const name of formats) {
      const text = readFileSync(`${folder}/${name}.schema.json`, 'utf8');
      new Ajv({ allowUnionTypes: true }).compile(JSON.parse(text) as object);
      // Only the settings that init writes have a schema of their own.
      if (name !== 'init') expect([name, text.includes('{}')]).toEqual([name, false]);
    }
  });

  it('are matched by every example in docs/json.md', () => {
    expect(examples.length).toBeGreaterThan(25);
    const wrong = examples
      .map((one) => [one.format, ...schemaMistakes(one)])
      .filter(({ length }) => length > 1);
    expect(wrong).toEqual([]);
  });

  it('reject an unknown key, a missing one and a wrong value', () => {
    const [{ migrations, ...rest } = {}] = examples;
    expect(schemaMistakes({ ...rest, migrations, extra: 1 })).toEqual([
      expect.stringContaining('additional'),
    ]);
    expect(schemaMistakes(rest)).toEqual([expect.stringContaining("'migrations'")]);
    expect(schemaMistakes({ ...rest, migrations, verdict: 'fine' })).toEqual([
      expect.stringContaining('/verdict'),
    ]);
  });
});
