import { markup, lines, stacked } from '../../src/html/markup.js';
import { codeBlock, dataTable, diffBlock, inlineCode, section } from '../../src/html/page-parts.js';
import { reportPage } from '../../src/report/html/report-page.js';

const hostile = `</pre></style><script>alert("1")</script>'&\u202e`;
const escaped =
  '&#60;/pre&#62;&#60;/style&#62;&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;&#39;&#38;\\u{202e}';

describe('markup', () => {
  it('escapes text wherever a template contains it', () => {
    expect(markup`<a title="${hostile}">${[hostile, markup`<b>${1}</b>`]}</a>`.source).toBe(
      `<a title="${escaped}">${escaped}<b>1</b></a>`,
    );
  });

  it('keeps the line breaks of code only', () => {
    expect([markup`${'a\n b'}`.source, lines('a\n b').source]).toEqual(['a b', 'a\n b']);
  });

  it.each([
    ['code', codeBlock(hostile)],
    ['inline code', inlineCode(hostile)],
    ['a difference', diffBlock([`+ ${hostile}`])],
    ['a table', dataTable({ label: hostile, head: [hostile], rows: [[hostile]] })],
    ['a section', section({ id: 'one', heading: markup`${hostile}`, parts: [markup`${hostile}`] })],
  ])('of %s contains no element of its text', (_part, { source }) => {
    expect(source).toContain(escaped);
    expect(source).not.toMatch(/<script|<\/style/);
  });
});

describe('the page of a report', () => {
  const page = reportPage({
    title: hostile,
    tone: 'bad',
    summary: [hostile],
    body: [stacked([markup`<p>${hostile}</p>`])],
  });

  it('allows only its own style sheet, and contains no script', () => {
    expect(page).toMatch(/content="default-src &#39;none&#39;; style-src &#39;sha256-[^;]+;/);
    expect(page).not.toMatch(/script-src|<script|<link|src=|url\(|@import/);
  });
});
