import { readFile } from 'node:fs/promises';
import { createProject } from '../cli/support/project.js';

/** No server listens there, because errors in files are reported before a connection is opened. */
const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', GITHUB_ACTIONS: 'true' };
const reports = '--report out/p.json --report out/p.xml --report out/p.md';

it.each([
  {
    title: 'a migration that cannot be loaded',
    text: 'export const up = () => {\n  const;\n};',
    code: 2,
    place: 'file=migrations/11_odd.js,line=2,',
  },
  {
    title: 'a server that does not answer',
    text: 'export const up = () => {};\nexport const down = () => {};',
    code: 3,
    place: '::error title=',
  },
])('$title is reported in all report files and as an annotation', async ({ text, code, place }) => {
  const sound = 'export const up = () => {};\nexport const down = () => {};';
  const project = await createProject({ 'migrations/1_odd.js': sound, 'migrations/11_odd.js': text });
  const result = await project.run(`prove ${reports}`, env);
  const [json = '', xml = '', markdown = ''] = await Promise.all(
    ['json', 'xml', 'md'].map((ending) => readFile(project.path(`out/p.${ending}`), 'utf8')),
  );
  await project.remove();

  expect(result.code).toBe(code);
  const { error } = JSON.parse(json) as { error: { message: string } };
  expect(result.stderr).toContain(error.message);
  expect(xml).toContain('failures="1"');
  expect(markdown).toContain(`## roundtrip prove failed`);
  expect(markdown).toContain(error.message);
  const annotation = result.stdout.split('\n').find((line) => line.startsWith('::error ')) ?? '';
  expect(annotation).toContain(place);
  expect(annotation).toContain('roundtrip prove failed');
});
