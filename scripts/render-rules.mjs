// Renders the rules of lint as Markdown: one page each, and an index.

/** Returns the text of each file below docs/rules, by its name, not yet formatted. */
export function renderRules(rules) {
  return {
    'README.md': renderIndex(rules),
    ...Object.fromEntries(rules.map((rule) => [`${rule.id}.md`, renderRule(rule)])),
  };
}

const generated = '<!-- Written by `npm run docs:commands` from src/lint/rules. -->';

function renderIndex(rules) {
  return [
    '# Rules of lint',
    generated,
    'What `roundtrip lint` looks for, and how severe a finding is in an `up` and in a `down`. Rules that are off by default are switched on in `roundtrip.json` ([docs/lint.md](../lint.md#settings)).',
    [
      '| Rule | Finds | up | down |',
      '| --- | --- | --- | --- |',
      ...rules.map(
        ({ id, title, severity }) => `| [${id}](${id}.md) | ${title} | ${severity.up} | ${severity.down} |`,
      ),
    ].join('\n'),
    '',
  ].join('\n\n');
}

function renderRule({ id, title, severity, why, instead, remedy, bad, good }) {
  return [
    `# ${id}`,
    generated,
    `**${title}.** Severity in an \`up\`: ${severity.up}, in a \`down\`: ${severity.down}.`,
    why,
    '## What to do instead',
    instead,
    ...(remedy ? remedyParts(remedy) : []),
    ...exampleParts('Found', bad),
    ...exampleParts('Not found', good),
    '',
  ].join('\n\n');
}

function remedyParts({ sql, builder }) {
  return [
    fence('sql', sql),
    ...(builder === undefined ? [] : ['With the builder of node-pg-migrate:', fence('ts', builder)]),
  ];
}

function exampleParts(title, { up, down }) {
  const parts = [
    up && part('In the `up`', { before: earlierThan(up), sql: up.up, transaction: up.transaction }),
    down && downPart(down),
  ].filter(Boolean);
  return parts.length === 0 ? [] : [`## ${title}`, ...parts];
}

function earlierThan({ before, released }) {
  if (released === undefined) return before;
  return `${statements(before)}\n\n-- another migration of the same release\n${statements(released)}`;
}

function downPart({ before, up, down, transaction }) {
  const earlier = [before, `-- up\n${statements(up)}`].filter(Boolean).join('\n');
  const sql = `-- down\n${statements(down ?? '')}`;
  return part('In the `down`', { before: earlier, sql, transaction });
}

function part(title, { before, sql, transaction }) {
  const mode = transaction === 'none' ? ', with `pgm.noTransaction()`' : '';
  const text = before ? `${statements(before)}\n\n${statements(sql)}` : statements(sql);
  return `${title}${mode}:\n\n${fence('sql', text)}`;
}

/** One statement a line; the examples have no semicolon but at the end of a statement or in a DO block. */
function statements(sql) {
  return /\$\$/.test(sql) ? sql : sql.replaceAll(/; (?=[A-Z])/g, ';\n');
}

function fence(language, text) {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
