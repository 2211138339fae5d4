import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Session } from '../../src/database/session.js';

/** Objects that both the steps and the other session change. */
export const stormGround = `
  CREATE TABLE customers (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, phone text);
  CREATE TABLE visits (id int PRIMARY KEY, customer int REFERENCES customers, note text DEFAULT 'none', CHECK (id > 0));
  CREATE TABLE events (id bigint NOT NULL, at int NOT NULL) PARTITION BY RANGE (at);
  CREATE VIEW names AS SELECT id, name FROM customers`;

/** Part of the names of all objects that the other session creates. */
export const stormName = 'storm_';

function statementsOf(number: number): readonly string[] {
  const name = `${stormName}${process.pid}_${number}`;
  return [
    `CREATE TABLE ${name} (id int PRIMARY KEY, note text DEFAULT 'x', CHECK (id > 0))`,
    `COMMENT ON TABLE ${name} IS 'made by others'`,
    `CREATE TABLE ${name}_part PARTITION OF events FOR VALUES FROM (${number}) TO (${number + 1})`,
    `CREATE TYPE ${name}_type AS ENUM ('a')`,
    `CREATE ROLE ${name}_role`,
    `GRANT SELECT ON ${name} TO ${name}_role`,
    `GRANT USAGE ON SCHEMA public TO ${name}_role`,
    `CREATE FUNCTION ${name}_function() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    `CREATE VIEW ${name}_view AS SELECT id FROM customers`,
    `CREATE SCHEMA ${name}_schema`,
    `DROP VIEW ${name}_view`,
    `DROP SCHEMA ${name}_schema`,
    `DROP FUNCTION ${name}_function()`,
    `DROP TABLE ${name}_part`,
    `REVOKE USAGE ON SCHEMA public FROM ${name}_role`,
    `DROP TABLE ${name}`,
    `DROP TYPE ${name}_type`,
    `DROP ROLE ${name}_role`,
  ];
}

/**
 * Runs `action` while another session creates and drops objects, as fast as it can or with pauses in
 * milliseconds.
 */
export async function inStorm<T>(database: Database, pause: number, action: () => Promise<T>): Promise<T> {
  const session = await database.connect({ lockTimeout: 200 });
  const state = { isOver: false };
  const storm = (async () => {
    for (let number = 1; !state.isOver; number += 1)
      await blow(session, { number, pause, isOver: () => state.isOver });
  })();
  try {
    return await action();
  } finally {
    state.isOver = true;
    await storm;
    await session.close();
  }
}

interface Gust {
  readonly number: number;
  readonly pause: number;
  readonly isOver: () => boolean;
}

/**
 * Runs all statements even after the end of `action`, so that no objects are left. A failed DROP is retried; other
 * failed statements are skipped, for instance if a step holds a lock.
 */
async function blow(session: Session, { number, pause, isOver }: Gust): Promise<void> {
  for (const statement of statementsOf(number)) {
    if (pause > 0) await sleep(pause);
    for (let attempt = 1; attempt <= 50; attempt += 1) {
      const done = await session.query(statement).then(
        () => true,
        () => false,
      );
      if (done || !statement.startsWith('DROP')) break;
      await sleep(isOver() ? 100 : 20);
    }
  }
}
