// Renders the effects of the statements in test/lock-forms/forms.json as Markdown. The tests hold that file to
// PostgreSQL.

/** Renders the text of docs/locks.md, not yet formatted. */
export function renderLocks(forms, fixture) {
  return [
    '# Locks, rewrites and scans',
    '<!-- Written by `npm run docs:commands` from test/lock-forms/forms.json. -->',
    intro,
    '## Statements and their downs',
    'Each statement is followed by its usual down. A table that is not named in the statement is a partner: the other table of a foreign key, a partition, the default partition. Statements marked † cannot run in a transaction block.',
    effectsTable(forms.flatMap((form) => rowsOf(form, form))),
    '## Differences before PostgreSQL 18',
    'These statements differ on PostgreSQL 14 to 17, which have no constraints for `NOT NULL`. All others have the same effects on 14, 15 and 18.',
    effectsTable(forms.filter(({ before18 }) => before18).flatMap((form) => rowsOf(form, form.before18))),
    '## The tables of the examples',
    `\`\`\`sql\n${fixture.trim()}\n\`\`\``,
    '',
  ].join('\n\n');
}

const intro = `What does a statement lock, and does it rewrite or read the whole table meanwhile? A lock is held until the transaction
ends. While it is held, and while a statement waits for it, the statements of other sessions that conflict with it wait:

| Mode | Makes wait |
| --- | --- |
| ACCESS EXCLUSIVE | everything, also reading |
| EXCLUSIVE, SHARE ROW EXCLUSIVE, SHARE | writing |
| SHARE UPDATE EXCLUSIVE | other changes of the table, VACUUM, ANALYZE |
| ROW EXCLUSIVE, ROW SHARE, ACCESS SHARE | only changes of the table |

The table below was observed on a server: a second session read the locks while the transaction was open. \`roundtrip prove
--locks\` shows the same for your own migrations.`;

function rowsOf({ up, down, transaction, since }, { upEffects, downEffects }) {
  const mark = `${transaction === 'none' ? ' †' : ''}${since ? ` (from ${since})` : ''}`;
  const first = row(`${code(up)}${mark}`, upEffects);
  return down === 'SELECT 1' ? [first] : [first, row(`↳ ${code(down)}`, downEffects)];
}

function effectsTable(rows) {
  return [
    '| Statement | Locks | Rewrites | Scans | Builds |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function row(statement, effects) {
  const parts = effects.flatMap((text) => text.split('; ')).filter((part) => part !== '');
  const named = (word) =>
    unique(
      parts
        .filter((part) => part.startsWith(`${word} `))
        .flatMap((part) => part.slice(word.length + 1).split(', ')),
    );
  const locks = unique(parts.filter((part) => /^[A-Z]/.test(part)).flatMap((part) => part.split(', ')));
  const cells = [locks, named('rewrites'), named('scans'), named('builds')].map((cell) => cell.join(', '));
  return `| ${[statement, ...cells].join(' | ')} |`;
}

function unique(values) {
  return [...new Set(values)];
}

function code(sql) {
  return `\`${sql.replaceAll('|', '\\|')}\``;
}
