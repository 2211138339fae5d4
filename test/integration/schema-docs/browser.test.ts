import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { renderDocs } from '../../../src/schema-docs/render-docs.js';
import {
  column,
  manyTables,
  oddNames,
  reference,
  schema,
  table,
} from '../../unit/schema-docs/support/schema.js';
import { browserPath, openBrowser } from '../../support/browser.js';
import { makeFolder, removeFolders } from './support/generated.js';

/** Scripts for the page are strings, because the types of the tests do not include a browser. */
const HREFS = '[...document.querySelectorAll("nav a")].map((link) => link.getAttribute("href"))';
const BEYOND_THE_WINDOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const TEXTS_OF_TABLES = `[...document.querySelectorAll('g.node')].map((table) => {
  const right = (one) => one.getBBox().x + one.getBBox().width;
  const texts = [...table.querySelectorAll('text')];
  return { texts: texts.length, over: Math.max(...texts.map(right)) - right(table.querySelector('polygon')) };
})`;

interface TextsOfTable {
  readonly texts: number;
  /** By how many points the longest text exceeds the table; negative if it is inside. */
  readonly over: number;
}

const shop = schema(
  [
    table('public.users', {
      comment: 'Who signs in.',
      columns: [
        column('id', { type: 'integer', keys: ['primary key'] }),
        column('email', { type: 'text', keys: ['unique'], comment: 'Where to write.' }),
        column('mood', { type: 'public.mood', nullable: true }),
      ],
    }),
    table('public.orders', {
      columns: [
        column('id', { type: 'integer', keys: ['primary key'] }),
        column('user_id', { type: 'integer', keys: ['foreign key'] }),
        ...Array.from({ length: 60 }, (_, number) =>
          column(`note_${number}`, { comment: 'A remark on it. '.repeat(5) }),
        ),
      ],
    }),
  ],
  [reference('public.orders', 'public.users', { columns: ['user_id'] })],
  {
    enums: [
      {
        name: 'public.mood',
        values: ['cheerful', 'gloomy'],
        usedBy: [{ relation: 'public.users', column: 'mood' }],
        comment: undefined,
        touches: [],
      },
    ],
  },
);

/** The maximum number of tables in one drawing. The columns of the first table have all the names. */
const oddTables = oddNames.slice(0, 40);

const odd = schema(
  oddTables.map((name, index) =>
    table(`${name}.${name}`, {
      comment: name,
      columns: [
        ...(index === 0 ? oddNames : [name]).map((one) =>
          column(one, { type: `public.${one}`, comment: one }),
        ),
        column('up', { keys: ['foreign key'] }),
      ],
    }),
  ),
  oddTables.map((name) => reference(`${name}.${name}`, '"Users"."Users"', { columns: ['up'] })),
);

let browser: BrowserContext;
let folder: string;

async function write(name: string, model: Parameters<typeof renderDocs>[0]): Promise<void> {
  const files = await renderDocs(model, { sourceOf: () => undefined });
  await writeFile(join(folder, `${name}.html`), files.get('index.html') ?? '');
  await writeFile(join(folder, `${name}.svg`), files.get('diagram.svg') ?? '');
}

interface Opened {
  readonly page: Page;
  /** All requested addresses, and all messages of the browser. */
  readonly noted: readonly string[];
}

async function open(file: string): Promise<Opened> {
  const page = await browser.newPage();
  const noted: string[] = [];
  page.on('request', (request) => noted.push(`request ${request.url()}`));
  page.on('console', (message) => noted.push(`console ${message.text()}`));
  page.on('pageerror', (error) => noted.push(`error ${error.message}`));
  page.on('dialog', (dialog) => {
    noted.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(addressOf(file));
  return { page, noted };
}

/** The URL for `shop.html` or `shop.html#t-users`. */
function addressOf(file: string): string {
  const [name = '', place] = file.split('#');
  return pathToFileURL(join(folder, name)).href + (place === undefined ? '' : `#${place}`);
}

interface Styled {
  readonly selector: string;
  readonly property: 'backgroundColor' | 'fill';
}

async function colourOf(page: Page, { selector, property }: Styled): Promise<string> {
  return page.evaluate<string>(
    `getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${property}`,
  );
}

const title = browserPath ? 'the page in a browser' : 'the page in a browser (skipped: there is no chromium)';

(browserPath ? describe : describe.skip)(title, () => {
  beforeAll(async () => {
    folder = await makeFolder();
    await write('shop', shop);
    await write('odd', odd);
    await write('many', manyTables(40));
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await removeFolders();
  });

  it.each(['shop.html', 'odd.html', 'many.html'])(
    'requests no other file, and causes no messages: %s',
    async (file) => {
      const { page, noted } = await open(file);
      const places = await page.evaluate<readonly string[]>(HREFS);
      expect(places.length).toBeGreaterThan(3);
      for (const place of places.slice(0, 5)) {
        await page.goto(addressOf(file) + place);
        await expect(page.locator('main > section:visible').count()).resolves.toBe(1);
      }
      expect([...new Set(noted)].filter((note) => !note.startsWith(`request ${addressOf(file)}`))).toEqual(
        [],
      );
      await page.close();
    },
  );

  it('searches for columns and values, and opens the results', async () => {
    const { page } = await open('shop.html');
    await page.keyboard.press('/');
    await page.keyboard.type('email');
    const results = page.locator('#results li');
    expect(await results.allTextContents()).toEqual(['emailcolumn of userstext · Where to write.']);
    await page.keyboard.press('Enter');
    await page.locator('.found', { hasText: /^emailtextnounique/ }).waitFor();
    expect([await page.title(), await page.locator('.found').isVisible()]).toEqual(['users · Schema', true]);
    await page.locator('#search').fill('note_59');
    await page.keyboard.press('Enter');
    const note = page.locator('.found', { hasText: 'note_59' });
    await note.waitFor();
    await expect(inView(note)).resolves.toBe(true);
    await page.locator('#search').fill('gloomy');
    await results.first().click();
    await page.locator('.found', { hasText: 'cheerful' }).waitFor();
    await page.locator('#search').fill('nothing like it');
    expect(await results.allTextContents()).toEqual(['Nothing found']);
    await page.keyboard.press('Escape');
    expect(await page.locator('#results').isVisible()).toBe(false);
    await page.goBack();
    await page.locator('.found', { hasText: 'note_59' }).waitFor();
    await page.close();
  });

  it('uses the colour scheme of the system until the reader chooses one, and keeps the choice', async () => {
    const { page } = await open('shop.html#diagram');
    const colours = async () => [
      await colourOf(page, { selector: 'body', property: 'backgroundColor' }),
      await colourOf(page, { selector: '.drawing polygon', property: 'fill' }),
    ];
    const light = ['rgb(255, 255, 255)', 'rgb(255, 255, 255)'];
    const dark = ['rgb(21, 24, 30)', 'rgb(21, 24, 30)'];
    expect(await colours()).toEqual(light);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await colours()).toEqual(dark);
    await page.getByRole('button', { name: 'Light theme' }).click();
    expect(await colours()).toEqual(light);
    await page.reload();
    expect(await colours()).toEqual(light);
    await page.getByRole('button', { name: 'Dark theme' }).click();
    expect(await colours()).toEqual(dark);
    await page.close();
  });

  it('shows a table in the drawing at a readable size, and links to its page', async () => {
    const { page } = await open('many.html#t-table_037');
    await page.getByRole('link', { name: 'Show table_037 in the diagram' }).click();
    const drawn = page.locator('#diagram svg .found');
    const name = drawn.locator('text', { hasText: 'created_at' });
    await expect(inView(drawn)).resolves.toBe(true);
    expect((await page.locator('#diagram h2').boundingBox())?.y).toBeGreaterThan(53);
    expect((await name.boundingBox())?.height).toBeGreaterThan(10);
    await drawn.locator('text').first().click();
    await page.waitForURL('**#t-table_037');
    expect(await page.locator('#t-table_037').isVisible()).toBe(true);
    await page.close();
  });

  it('moves and zooms the drawing', async () => {
    const { page } = await open('many.html#diagram');
    const view = async () =>
      (await page.locator('#diagram svg').getAttribute('viewBox'))?.split(' ').map(Number) ?? [];
    const [x = 0, , width = 0] = await view();
    await page.getByRole('button', { name: 'Closer' }).click();
    expect((await view())[2]).toBeCloseTo(width * 0.7);
    await page.getByRole('button', { name: 'All', exact: true }).click();
    expect((await view())[2]).toBe(width);
    await page.locator('#diagram svg').focus();
    await page.keyboard.press('ArrowRight');
    expect((await view())[0]).toBeGreaterThan(x);
    await page.keyboard.press('-');
    expect((await view())[2]).toBeGreaterThan(width);
    await page.close();
  });

  it.each([360, 800, 1600])('fits a screen of %i pixels', async (width) => {
    const { page } = await open('shop.html');
    await page.setViewportSize({ width, height: 800 });
    for (const place of ['#overview', '#t-users', '#t-orders', '#diagram']) {
      await page.goto(addressOf('shop.html') + place);
      const over = await page.evaluate<number>(BEYOND_THE_WINDOW);
      expect([place, over]).toEqual([place, 0]);
    }
    await page.close();
  });

  it('marks the edge of a table that can be scrolled, except at its end', async () => {
    const { page } = await open('shop.html#t-orders');
    await page.setViewportSize({ width: 400, height: 800 });
    const table = page.locator('#t-orders .scroll').first();
    const place = 'document.querySelector("#t-orders .scroll")';
    const edge = async () => {
      await page.evaluate(`${place}.scrollIntoView()`);
      const { x = 0, y = 0, width = 0 } = (await table.boundingBox()) ?? {};
      return page.screenshot({ clip: { x: x + width - 3, y: Math.max(y, 0) + 8, width: 3, height: 3 } });
    };
    const shaded = await edge();
    await page.evaluate(`${place}.scrollLeft = ${place}.scrollWidth`);
    const plain = await edge();
    expect(shaded.equals(plain)).toBe(false);
    await page.setViewportSize({ width: 1600, height: 800 });
    expect((await edge()).equals(plain)).toBe(true);
    await page.close();
  });

  it.each(['many.svg', 'odd.svg'])('draws all text inside of its table: %s', async (file) => {
    const { page, noted } = await open(file);
    const widths = await page.evaluate<readonly TextsOfTable[]>(TEXTS_OF_TABLES);
    expect(widths.length).toBeGreaterThanOrEqual(40);
    expect(widths.filter(({ texts, over }) => texts < 3 || over > 0)).toEqual([]);
    expect(noted.slice(1)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await colourOf(page, { selector: 'g.node polygon', property: 'fill' })).toBe('rgb(29, 34, 43)');
    await page.close();
  });
});

/** Whether the whole element is in the window. */
async function inView(place: Locator): Promise<boolean> {
  const box = await place.boundingBox();
  const size = place.page().viewportSize();
  if (!box || !size) return false;
  return box.x >= 0 && box.y >= 0 && box.x + box.width <= size.width && box.y + box.height <= size.height;
}
