import { repairCase, type RepairCase } from './repair-case.js';

const users = 'CREATE TABLE users (id serial PRIMARY KEY, email varchar(255) NOT NULL UNIQUE, bio text);';
const family =
  'CREATE TABLE p (a int NOT NULL, b int); CREATE TABLE c () INHERITS (p); CREATE TABLE d (a int NOT NULL) INHERITS (p);';

/** NOT NULL constraints (PostgreSQL 18) keep their names when their table or column is renamed. */
export const notNullNames: readonly RepairCase[] = [
  repairCase(
    'table and column with NOT NULL renamed together',
    users,
    'ALTER TABLE users RENAME email TO mail; ALTER TABLE users RENAME TO people',
  ),
  repairCase(
    'table and column with NOT NULL get their names back',
    `${users} ALTER TABLE users RENAME email TO mail; ALTER TABLE users RENAME TO people;`,
    'ALTER TABLE people RENAME TO users; ALTER TABLE users RENAME mail TO email',
  ),
  repairCase(
    'table with NOT NULL renamed twice',
    `${users} ALTER TABLE users RENAME email TO mail; ALTER TABLE users RENAME TO people;`,
    'ALTER TABLE people RENAME TO persons; ALTER TABLE persons RENAME mail TO post',
  ),
  repairCase(
    'column and its NOT NULL constraint renamed',
    users,
    'ALTER TABLE users RENAME email TO mail; ALTER TABLE users RENAME CONSTRAINT users_email_not_null TO users_mail_not_null',
    { since: 18 },
  ),
  repairCase(
    'table and the NOT NULL constraint of a column renamed',
    users,
    'ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME CONSTRAINT users_email_not_null TO people_email_not_null',
    { since: 18 },
  ),
  repairCase(
    'renamed column whose NOT NULL was made again',
    users,
    'ALTER TABLE users RENAME email TO mail; ALTER TABLE users ALTER mail DROP NOT NULL; ALTER TABLE users ALTER mail SET NOT NULL',
  ),
  repairCase(
    'table with NOT NULL and children renamed with its column',
    family,
    'ALTER TABLE p RENAME a TO z; ALTER TABLE p RENAME TO q',
  ),
  repairCase(
    'partitioned table with NOT NULL renamed with a partition and a column',
    'CREATE TABLE p (a int NOT NULL, b int) PARTITION BY LIST (a); CREATE TABLE c PARTITION OF p FOR VALUES IN (1);',
    'ALTER TABLE p RENAME a TO z; ALTER TABLE p RENAME TO q; ALTER TABLE c RENAME TO c1',
  ),
  repairCase(
    'table and column with NOT NULL and quoted names renamed',
    'CREATE TABLE "Users" (id int NOT NULL, "Mail" text NOT NULL);',
    'ALTER TABLE "Users" RENAME TO "People"; ALTER TABLE "People" RENAME "Mail" TO mail',
  ),
  repairCase(
    'columns with NOT NULL that swap names',
    'CREATE TABLE t (a int NOT NULL, b int NOT NULL);',
    'ALTER TABLE t RENAME a TO c; ALTER TABLE t RENAME b TO a; ALTER TABLE t RENAME c TO b',
    {
      cannot: [
        'table public.t',
        'constraint t_a_not_null on public.t',
        'constraint t_b_not_null on public.t',
      ],
      cannotMake: [
        'table public.t',
        'constraint t_a_not_null on public.t',
        'constraint t_b_not_null on public.t',
      ],
      since: 18,
    },
  ),
];
