import { readFile } from 'node:fs/promises';
import { DrizzleTrial } from '../../support/drizzle-trial.js';

let trial: DrizzleTrial;
let schema: string;

const rows = `
  INSERT INTO owners (name) VALUES ('Ada'), ('Grace');
  INSERT INTO issues (owner_id, title, body, count, status, history, rank)
  VALUES (1, 'first', 'text', '7', 'new', '{new}', 1), (2, 'second', NULL, '42', 'open', '{new,open}', 2);`;

beforeAll(async () => {
  schema = await readFile('test/integration/source/changed-schema.ts', 'utf8');
  trial = await DrizzleTrial.describe({ 'schema.ts': schema }, rows);
});

afterAll(() => trial.drop());

type Edit = readonly [from: string, to: string];

/** A change of the schema as replacements in its text, and the objects that it changes. */
interface Change {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly changed: readonly string[];
}

const afterBody = "    body: p.text('body'),\n";
const atEnd = "    number: p.serial('number'),\n";
const enumValues = "['new', 'open', 'closed']";

/** Replacements that remove the value `closed` of the enum. */
const withoutClosed: readonly Edit[] = [
  [enumValues, "['new', 'open']"],
  ["p.check('issues_closed_check', sql`status <> 'closed' OR body IS NOT NULL`),", ''],
];

const changes: readonly Change[] = [
  {
    title: 'a column is added',
    edits: [[atEnd, `${atEnd}    due: p.date('due'),\n`]],
    changed: ['added column public.issues.due'],
  },
  {
    title: 'a column is dropped',
    edits: [["    count: p.text('count'),\n", '']],
    changed: ['removed column public.issues.count'],
  },
  {
    title: 'a table, its key and a foreign key are added',
    edits: [
      [
        'export const openIssues',
        "export const labels = p.pgTable('labels', { id: p.uuid('id').primaryKey().defaultRandom(), issueId: p.integer('issue_id').notNull().references(() => issues.id, { onDelete: 'cascade' }) });\nexport const openIssues",
      ],
    ],
    changed: [
      'added table public.labels',
      'added column public.labels.id',
      'added column public.labels.issue_id',
      expect.stringMatching(/^added constraint labels_issue_id_issues_id_fk/) as string,
      'added constraint labels_pkey on public.labels',
      'added index public.labels_pkey',
    ],
  },
  {
    title: 'a default changes',
    edits: [['.default(1)', '.default(5)']],
    changed: ['changed column public.issues.rank'],
  },
  {
    title: 'a CHECK changes',
    edits: [['sql`rank > 0`', 'sql`rank >= 0`']],
    changed: ['changed constraint issues_rank_check on public.issues'],
  },
  {
    title: 'the action of a foreign key changes',
    edits: [['references(() => owners.id)', "references(() => owners.id, { onDelete: 'set null' })"]],
    changed: [expect.stringMatching(/^changed constraint issues_owner_id_owners_id_fk/) as string],
  },
  {
    title: 'a varchar becomes longer',
    edits: [['length: 40', 'length: 80']],
    changed: ['changed column public.owners.name'],
  },
  {
    title: 'a text becomes an integer',
    edits: [["p.text('count')", "p.integer('count')"]],
    changed: ['changed column public.issues.count'],
  },
  {
    title: 'nulls are not distinct any more',
    edits: [['.on(t.title, t.rank)', '.on(t.title, t.rank).nullsNotDistinct()']],
    changed: ['changed constraint issues_title_key on public.issues'],
  },
  {
    title: 'an enum value is added',
    edits: [[enumValues, "['new', 'open', 'closed', 'gone']"]],
    changed: ['changed type public.status'],
  },
  {
    title: 'an enum value is added in the middle',
    edits: [[enumValues, "['new', 'waiting', 'open', 'closed']"]],
    changed: ['changed type public.status'],
  },
  {
    title: 'an enum value is removed that a partial index, a view and an array are beside',
    edits: withoutClosed,
    changed: ['changed type public.status', 'removed constraint issues_closed_check on public.issues'],
  },
  {
    title: 'enum values are reordered, with a CHECK',
    edits: [[enumValues, "['closed', 'open', 'new']"]],
    changed: ['changed type public.status'],
  },
  {
    title: 'the columns of an index change',
    edits: [
      ["p.index('issues_title_idx').on(t.title)", "p.index('issues_title_idx').on(t.rank, t.title.desc())"],
    ],
    changed: ['changed index public.issues_title_idx'],
  },
  {
    title: 'a serial column is dropped',
    edits: [[atEnd, '']],
    changed: ['removed column public.issues.number', 'removed sequence public.issues_number_seq'],
  },
  {
    title: 'a serial column becomes an identity column',
    edits: [["p.serial('number')", "p.integer('number').generatedAlwaysAsIdentity()"]],
    changed: ['changed column public.issues.number', 'removed sequence public.issues_number_seq'],
  },
  {
    title: 'a view is removed',
    edits: [['export const openIssues', 'const openIssues']],
    changed: ['removed view public.open_issues'],
  },
  {
    title: 'a view changes',
    edits: [["status = 'open'`),\n);", "status = 'new'`),\n);"]],
    changed: ['changed view public.open_issues'],
  },
  {
    title: 'a schema with a table, a view on a view, a sequence, a policy and an enum are added',
    edits: [
      [
        'export const openIssues',
        `export const app = p.pgSchema('app');
export const level = app.enum('level', ['low', 'high']);
export const tickets = app.sequence('tickets', { startWith: 100, increment: 5 });
export const notes = app.table('notes', { id: p.bigint('id', { mode: 'number' }).default(sql\`nextval('app.tickets')\`), level: level('level') }, () => [p.pgPolicy('read', { for: 'select', using: sql\`true\` })]);
export const allNotes = p.pgView('all_notes').as((qb) => qb.select({ id: notes.id }).from(notes));
export const aboveAll = p.pgMaterializedView('above_all').as((qb) => qb.select({ id: allNotes.id }).from(allNotes));
export const openIssues`,
      ],
    ],
    changed: [
      'added schema app',
      'added type app.level',
      'added sequence app.tickets',
      'added table app.notes',
      'added column app.notes.id',
      'added column app.notes.level',
      'added policy read on app.notes',
      'added view public.all_notes',
      'added materialized view public.above_all',
    ],
  },
  {
    title: 'row security is enabled with a policy',
    edits: [
      [
        "p.index('issues_title_idx')",
        "p.pgPolicy('own', { using: sql`rank > 1` }), p.index('issues_title_idx')",
      ],
    ],
    changed: ['changed table public.issues', 'added policy own on public.issues'],
  },
  {
    title: 'a generated column changes',
    edits: [['sql`rank * 2`', 'sql`rank * 3`']],
    changed: ['changed column public.issues.total'],
  },
  {
    title: 'a generated column is dropped',
    edits: [["    total: p.integer('total').generatedAlwaysAs(sql`rank * 2`),\n", '']],
    changed: ['removed column public.issues.total'],
  },
  {
    title: 'a column is dropped and another one added',
    edits: [["count: p.text('count')", "amount: p.numeric('amount', { precision: 10, scale: 2 })"]],
    changed: ['removed column public.issues.count', 'added column public.issues.amount'],
  },
  {
    title: 'a NOT NULL column is added in the middle',
    edits: [[afterBody, `${afterBody}    weight: p.integer('weight').notNull().default(0),\n`]],
    changed: ['added column public.issues.weight'],
  },
];

describe('a migration from a changed Drizzle schema', () => {
  it('is empty if nothing changed', async () => {
    expect(trial.changes(await trial.wanted({ 'schema.ts': schema }))).toEqual([]);
  });

  it.each(changes)('is exact in both directions when $title', async ({ edits, changed }) => {
    for (const [from] of edits) expect(schema).toContain(from);
    const text = edits.reduce((edited, [from, to]) => edited.replace(from, to), schema);
    const wanted = await trial.wanted({ 'schema.ts': text });
    expect([...trial.changes(wanted)].sort()).toEqual(expect.arrayContaining([...changed]));
    expect(trial.changes(wanted)).toHaveLength(changed.length);
    expect(await trial.apply(wanted)).toEqual([]);
  });
});
