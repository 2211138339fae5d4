import { sql } from '../../cli/support/migrations.js';

const rows = 2000;

/** A shop as pg_dump writes it: an owner and a reader that no server has, and rows with odd characters. */
export const shopDump = `--
-- PostgreSQL database dump
--

\\restrict abc

-- Dumped from database version 14.5
-- Dumped by pg_dump version 18.1

-- Started on 2026-01-02 03:04:05 UTC

SET statement_timeout = 0;
SET setting_of_the_future = on;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE SCHEMA public;
CREATE TABLE public.pgmigrations (id integer PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);
CREATE TABLE public.users (id integer NOT NULL, email text NOT NULL, note text DEFAULT ';');
ALTER TABLE public.users OWNER TO "rehearsal Owner";
CREATE FUNCTION public.twice(n integer) RETURNS integer LANGUAGE sql
    BEGIN ATOMIC
 SELECT (n * 2);
END;

COPY public.users (id, email, note) FROM stdin;
${Array.from({ length: rows }, (_, index) => `${index}\tuser${index}@example.com\ta \\\\. ;\\tb`).join('\n')}
\\.

INSERT INTO public.pgmigrations VALUES (1, '1_users', '2026-01-01');
CREATE SEQUENCE public.pgmigrations_id_seq OWNED BY public.pgmigrations.id;
ALTER TABLE ONLY public.pgmigrations ALTER COLUMN id SET DEFAULT nextval('public.pgmigrations_id_seq'::regclass);
SELECT pg_catalog.setval('public.pgmigrations_id_seq', 1, true);
ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
GRANT SELECT ON TABLE public.users TO rehearsal_reader;

\\unrestrict abc

--
-- PostgreSQL database dump complete
--

`;

const concurrently = (up: string, down: string) =>
  `export const up = (pgm) => { pgm.noTransaction(); pgm.sql(${JSON.stringify(up)}); };
export const down = (pgm) => { pgm.noTransaction(); pgm.sql(${JSON.stringify(down)}); };
`;

/** One migration for each verdict but \`fails\`. */
export const shop = {
  'shop.sql': shopDump,
  'migrations/1_users.js': sql('CREATE TABLE users ()'),
  'migrations/2_ready.js': concurrently(
    'CREATE INDEX CONCURRENTLY users_note ON users (note)',
    'DROP INDEX CONCURRENTLY users_note',
  ),
  // The index is built in no time; the transaction that holds its lock goes on.
  'migrations/3_blocks.js': sql(
    'CREATE INDEX users_email ON users (email); SELECT pg_sleep(1)',
    'DROP INDEX users_email',
  ),
  'migrations/4_slow.js': sql('SELECT pg_sleep(1.5) AS "users"', 'SELECT 1'),
  'migrations/5_loses.js': sql(
    'DELETE FROM users WHERE id < 100; ALTER TABLE users DROP COLUMN note',
    "ALTER TABLE users ADD COLUMN note text DEFAULT ';'",
  ),
};
