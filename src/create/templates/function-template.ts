import type { Template } from '../template.js';

/** Without `replace`: a `down` cannot restore a body that `up` has replaced. */
export const functionAndTrigger: Template = ({
  table,
}) => `import type { MigrationBuilder } from 'node-pg-migrate';

const table = '${table}';
const name = '${table}_touch';

export async function up(pgm: MigrationBuilder): Promise<void> {
  // No OR REPLACE: an existing function of this name must not be overwritten.
  pgm.createFunction(
    name,
    [],
    { returns: 'trigger', language: 'plpgsql' },
    \`
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END;
\`,
  );
  pgm.createTrigger(table, name, { when: 'BEFORE', operation: 'UPDATE', level: 'ROW', function: name });
}

export async function down(pgm: MigrationBuilder): Promise<void> {
  pgm.dropTrigger(table, name);
  pgm.dropFunction(name, []);
}
`;
