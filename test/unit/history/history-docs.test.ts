import { readFileSync } from 'node:fs';
import { outcomes } from '../../../src/history/history-entry.js';
import { CREATE_HISTORY } from '../../../src/history/history-schema.js';

const page = readFileSync('docs/history.md', 'utf8');

describe('docs/history.md', () => {
  it('contains exactly the SQL that creates the history', () => {
    expect(page).toContain(CREATE_HISTORY);
  });

  it('explains every column and every outcome', () => {
    const [, body = ''] = /CREATE TABLE roundtrip\.history \(([^;]*)\);/.exec(CREATE_HISTORY) ?? [];
    const columns = [...body.matchAll(/^ {2}(\w+) /gm)].map(([, name = '']) => name);

    expect(columns).toHaveLength(22);
    expect([...columns, ...outcomes].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
