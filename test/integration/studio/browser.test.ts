import type { BrowserContext, Page } from 'playwright-core';
import { browserPath, openBrowser } from '../../support/browser.js';
import { startStudio, type Studio } from './support/studio.js';

/** Scripts for the page are strings, because the types of the tests do not include a browser. */
const BEYOND_THE_WINDOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const BACKGROUND = 'getComputedStyle(document.body).backgroundColor';
const FOCUSED = 'document.activeElement?.textContent';
/** Controls without a name for screen readers, and pages without exactly one heading of the first level. */
const UNNAMED = `[...document.querySelectorAll('a, button, iframe, [role=region], nav, table th')]
  .filter((one) => !(one.textContent.trim() || one.getAttribute('aria-label') || one.title))
  .map((one) => one.outerHTML).concat(document.querySelectorAll('h1').length === 1 ? [] : ['headings'])`;

const hostile = `"</pre><script>document.title='taken over'</script><img src=x onerror=alert(1)>"`;

const files = {
  'migrations/1_users.sql': `-- Up Migration
CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TYPE ${hostile} AS ENUM ('<script>alert(1)</script>');
COMMENT ON TABLE users IS $x$</script><script>alert(2)</script>$x$;
-- Down Migration
DROP TABLE users;
`,
};

const pages = ['#/', '#/migration/1_users', '#/schema', '#/drift', '#/history', '#/kept'];

(browserPath === undefined ? describe.skip : describe)('the studio in a browser', () => {
  let studio: Studio;
  let browser: BrowserContext;
  let page: Page;
  const events: string[] = [];

  beforeAll(async () => {
    studio = await startStudio(files);
    await studio.pageWith('/', 'leaves traces');
    await studio.pageWith('/schema', '<iframe');
    await studio.pageWith('/drift', 'Compared objects');
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await studio.stop();
  });
  beforeEach(async () => {
    events.length = 0;
    page = await browser.newPage();
    page.on('console', (message) => events.push(message.text()));
    page.on('pageerror', (error) => events.push(error.message));
    page.on('dialog', (dialog) => void dialog.dismiss().then(() => events.push('dialog')));
    const own = `http://127.0.0.1:${studio.port}/`;
    page.on('request', (request) => {
      if (!request.url().startsWith(own) && !request.url().startsWith('data:,')) events.push(request.url());
    });
    await page.goto(studio.url);
    await page.getByRole('link', { name: '1_users' }).waitFor();
  });
  afterEach(() => page.close());

  const visit = async (hash: string) => {
    await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await page.locator(`nav a[aria-current]`).waitFor();
    await page.locator('main h1').waitFor();
  };

  it('takes the token out of the address, and keeps it for a reload', async () => {
    expect(page.url()).toBe(`http://127.0.0.1:${studio.port}/#/`);
    await page.reload();
    await page.getByRole('link', { name: '1_users' }).waitFor();
  });

  it.each(['light', 'dark'] as const)(
    'fits a phone, runs no script of a name and loads nothing from elsewhere, in %s',
    async (colorScheme) => {
      await page.setViewportSize({ width: 360, height: 740 });
      await page.emulateMedia({ colorScheme });
      const beyond: unknown[] = [];
      for (const hash of pages) {
        await visit(hash);
        beyond.push(await page.evaluate(BEYOND_THE_WINDOW), await page.evaluate(UNNAMED));
      }
      expect(beyond).toEqual(pages.flatMap(() => [0, []]));
      expect(await page.evaluate(BACKGROUND)).toBe(
        colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(21, 24, 30)',
      );
      expect(events).toEqual([]);
    },
  );

  it('can be used with the keyboard: skip link, pages, a migration', async () => {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(FOCUSED)).toBe('To the content');
    for (let index = 0; index < 2; index += 1) await page.keyboard.press('Tab');
    expect(await page.evaluate(FOCUSED)).toBe('Migrations');
    await page.getByRole('link', { name: '1_users' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '1_users' }).waitFor();
    expect(await page.evaluate(FOCUSED)).toBe('1_users');
    expect(await page.title()).toBe('1_users · roundtrip studio');
  });

  it('shows the schema reference in a frame that cannot reach the studio', async () => {
    await visit('#/schema');
    const frame = page.frameLocator('iframe');
    await frame.getByRole('link', { name: 'users', exact: true }).first().click();
    await frame.getByRole('heading', { level: 2, name: 'users' }).waitFor();
    const inner = page.frames().find((one) => one.url().includes('/schema/'));
    await expect(inner?.evaluate('parent.sessionStorage.getItem("token")')).rejects.toThrow(
      /cross-origin|Blocked/,
    );
    expect(events).toEqual([]);
  });

  it('shows changes of the files without a reload, and keeps the focus', async () => {
    await page.getByRole('link', { name: '1_users' }).focus();
    await studio.project.write({
      'migrations/2_more.sql':
        '-- Up Migration\nCREATE TABLE more (id int);\n-- Down Migration\nDROP TABLE more;\n',
    });
    await page.getByRole('link', { name: '2_more' }).waitFor();
    expect(await page.evaluate(FOCUSED)).toBe('1_users');
    expect(await page.getByRole('status').textContent()).toContain('Updated at');
  });

  it('remembers the chosen theme', async () => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByRole('button', { name: 'Dark theme' }).click();
    expect(await page.evaluate(BACKGROUND)).toBe('rgb(21, 24, 30)');
    await page.reload();
    expect(await page.evaluate(BACKGROUND)).toBe('rgb(21, 24, 30)');
    await page.getByRole('button', { name: 'Light theme' }).click();
  });
});
