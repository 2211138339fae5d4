import type { Database, Session, SessionOptions } from './session.js';

/** Runs `action` on a connection of its own and closes it, whatever happens. */
export async function withSession<T>(
  database: Database,
  action: (session: Session) => Promise<T>,
  options: SessionOptions = {},
): Promise<T> {
  const session = await database.connect(options);
  try {
    return await action(session);
  } finally {
    await session.close();
  }
}
