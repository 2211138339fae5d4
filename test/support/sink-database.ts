import type { Session } from '../../src/database/session.js';
import { kitchenSink, sinkRoles } from '../pair-cases/kitchen-sink.js';
import { createScratch, type Scratch } from './scratch.js';

/** Creates a scratch database with the kitchen sink; the roles must exist. */
export async function createSink(): Promise<Scratch> {
  const scratch = await createScratch();
  await scratch.session.query(kitchenSink(scratch.database.server.major));
  return scratch;
}

/** Creates the roles of the kitchen sink, and returns a function that drops them. */
export async function createSinkRoles(session: Session): Promise<() => Promise<void>> {
  for (const role of sinkRoles) await session.query(`CREATE ROLE ${role}`);
  return async () => {
    for (const role of sinkRoles) await session.query(`DROP ROLE ${role}`);
  };
}
