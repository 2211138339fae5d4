import { code, paragraph, type Block, type Page } from '../../../src/schema-docs/document/document.js';
import { codeBlock, codeSpan, escapeMarkdown } from '../../../src/schema-docs/markdown/markdown-text.js';
import { printMarkdown } from '../../../src/schema-docs/markdown/print-markdown.js';

const options = { stemOf: (page: string) => (page === 'public.users' ? 'users' : undefined), marker: 'ours' };

function print(...blocks: readonly Block[]): string {
  const page: Page = { id: 'overview', stem: 'README', title: 'Schema', blocks };
  const text = printMarkdown(page, options);
  return text.slice(
    text.indexOf('# Schema') + '# Schema\n\n'.length,
    text.indexOf('\n\n<!-- prettier-ignore-end'),
  );
}

describe('text in Markdown', () => {
  it.each([
    ['plain words, with user_id.', 'plain words, with user_id.'],
    ['<script>alert(1)</script>', '\\<script\\>alert(1)\\</script\\>'],
    ['[x](javascript:alert(1))', '\\[x\\](javascript:alert(1))'],
    ['*a* _b_ `c` ~d~ $e$', '\\*a\\* \\_b\\_ \\`c\\` \\~d\\~ \\$e\\$'],
    ['a | b \\ c', 'a \\| b \\\\ c'],
    ['&lt; R&D', '\\&lt; R&D'],
    ['1. first', '1\\. first'],
    ['- item', '\\- item'],
    ['# head', '\\# head'],
    ['two\n  lines', 'two lines'],
    ['turned \u202e round\u0000', 'turned \\\\u{202e} round\u2400'],
  ])('%j is escaped as %j', (text, printed) => {
    expect(escapeMarkdown(text)).toBe(printed);
  });

  it.each([
    ['a', '`a`'],
    ['a`b', '``a`b``'],
    ['`a``', '``` `a`` ```'],
    ['a\nb', '`a b`'],
    ['', '` `'],
  ])('the code %j is printed as %j', (text, printed) => {
    expect(codeSpan(text)).toBe(printed);
  });

  it('has a fence around a block of code that the code does not contain', () => {
    expect(codeBlock('SELECT 1; -- ```', 'sql')).toBe('````sql\nSELECT 1; -- ```\n````');
  });
});

describe('a page in Markdown', () => {
  it('begins with a note that it is generated, and is skipped by formatters', () => {
    const page: Page = { id: 'overview', stem: 'README', title: 'Schema', blocks: [paragraph('Text.')] };
    expect(printMarkdown(page, options)).toBe(
      [
        '<!-- ours -->',
        '<!-- prettier-ignore-start -->',
        '# Schema',
        'Text.',
        '<!-- prettier-ignore-end -->\n',
      ].join('\n\n'),
    );
  });

  it('has tables whose cells contain bars, in text and in code', () => {
    const rows = [{ cells: [[code('a|b')], ['c|d'], [code('\\|')]] }];
    expect(print({ kind: 'table', head: ['A', 'B', 'C'], rows })).toBe(
      '| A | B | C |\n| --- | --- | --- |\n| `a\\|b` | c\\|d | `\\\\|` |',
    );
  });

  it('links pages and files, and omits links to objects without a page', () => {
    const link = (page: string) => ({ link: { kind: 'page', page }, content: [code(page)] }) as const;
    const file = { link: { kind: 'file', path: '../a (b)/c.ts' }, content: ['c'] } as const;
    expect(print(paragraph(link('public.users'), ' ', link('public.gone'), ' ', file))).toBe(
      '[`public.users`](users.md) `public.gone` [c](../a%20%28b%29/c.ts)',
    );
  });

  it('has an explicit anchor for each heading to which GitHub would give a different one', () => {
    const heading = (text: string, anchor: string): Block => ({ kind: 'heading', text, anchor });
    expect(print(heading('Referenced by', 'referenced-by'))).toBe('## Referenced by');
    expect(print(heading('touch()', 'function-1'))).toBe('<a id="function-1"></a>\n\n## touch()');
  });

  it('shows a diagram as Mermaid, with a link to the drawing of the same diagram', () => {
    const diagram = { kind: 'diagram', mermaid: 'erDiagram', drawing: 'diagram', focus: undefined } as const;
    expect(print(diagram)).toBe('```mermaid\nerDiagram\n```\n\n[diagram.svg](diagram.svg)');
  });
});
