import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { BrowserContext } from 'playwright-core';
import { browserPath, openBrowser } from '../../support/browser.js';
import { createScratch, type Scratch } from '../../support/scratch.js';
import { createProject, type Project } from './support/project.js';

/** Scripts for the page are strings, because the types of the tests do not include a browser. */
const BEYOND_THE_WINDOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const BACKGROUND = 'getComputedStyle(document.body).backgroundColor';

const hostile = `</style><script>document.title = 'taken over'</script><img src=x onerror="document.title = 1">`;
const long = 'a_name_that_is_as_long_as_postgresql_allows_a_name_to_be_in_all';

const files = {
  'migrations/1_users.sql':
    '-- Up Migration\nCREATE TABLE users (id int, name text);\n-- Down Migration\nDROP TABLE users;\n',
  'migrations/2_left.sql': `-- Up Migration
CREATE TYPE "</pre><script>alert(1)</script>" AS ENUM ('</pre>', '&amp;');
ALTER TABLE users ADD COLUMN ${long} text DEFAULT $x$${hostile}$x$;
COMMENT ON TABLE users IS $x$${hostile}$x$;
CREATE INDEX users_name_idx ON users (name);
-- Down Migration
DROP INDEX users_name_idx;
`,
};

let live: Scratch;
let project: Project;

beforeAll(async () => {
  live = await createScratch();
  project = await createProject(files, { DATABASE_URL: live.url, GITHUB_ACTIONS: '' });
  await project.run('up');
  await live.session.query('DROP INDEX users_name_idx; CREATE TABLE "<b>" (id int)');
  await project.run('prove --report prove.html');
  await project.run('lint --report lint.html');
  await project.run('verify --report verify.html');
});
afterAll(async () => {
  await project.remove();
  await live.drop();
});

describe('--report x.html', () => {
  it.each([
    ['prove', 'leaves traces'],
    ['lint', 'index-not-concurrent'],
    ['verify', 'the database does not match its migrations'],
  ])('of %s is written, and contains its result', async (command, text) => {
    expect(await readFile(project.path(`${command}.html`), 'utf8')).toContain(text);
  });

  it('is written for a proof that fails, too', async () => {
    await project.write({ 'broken/1_a.js': 'no <script> code' });
    await project.run('prove --migrations-dir broken --report failed.html');
    const page = await readFile(project.path('failed.html'), 'utf8');
    expect(page).toContain('roundtrip prove failed');
    expect(page).not.toContain('<script');
  });
});

(browserPath === undefined ? describe.skip : describe)('a report in a browser', () => {
  let browser: BrowserContext;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it.each(['prove', 'lint', 'verify'])(
    'of %s runs no script of a name, loads nothing and fits a phone, in light and dark',
    async (command) => {
      const page = await browser.newPage();
      const events: string[] = [];
      page.on('console', (message) => events.push(message.text()));
      page.on('pageerror', (error) => events.push(error.message));
      page.on('dialog', (dialog) => void dialog.dismiss().then(() => events.push('dialog')));
      page.on('request', (request) => events.push(request.url()));
      const url = pathToFileURL(project.path(`${command}.html`)).href;
      await page.setViewportSize({ width: 360, height: 740 });
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(url);
      const light = await page.evaluate(BACKGROUND);
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark = await page.evaluate(BACKGROUND);
      const beyond = await page.evaluate(BEYOND_THE_WINDOW);
      expect({ events, beyond, light, dark }).toEqual({
        events: [url],
        beyond: 0,
        light: 'rgb(255, 255, 255)',
        dark: 'rgb(21, 24, 30)',
      });
      expect(await page.title()).toMatch(/^(Migrations|Lint|Database)/);
      await page.close();
    },
  );
});
