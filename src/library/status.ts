import { withSession } from '../database/with-session.js';
import { readEntries } from '../keep/entries.js';
import { readDatabaseStatus } from '../history/read-status.js';
import { statusToJson, type StatusResult } from '../report/history/status-report.js';
import type { ProjectOptions } from './project-options.js';
import { withProject, withProjectDatabase } from './with-project.js';

/**
 * Reads which migrations are applied, pending, edited, missing, out of order and interrupted. Changes nothing.
 * @returns the output of `roundtrip status --json`
 */
export function status(options: ProjectOptions = {}): Promise<StatusResult> {
  return withProject(options, {}, (project) =>
    withProjectDatabase(project, 'migrations', (database) =>
      withSession(database, async (session) =>
        statusToJson(
          await readDatabaseStatus(session, project.config),
          await readEntries(session, project.config.migrations),
        ),
      ),
    ),
  );
}
