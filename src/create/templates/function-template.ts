import type { Template } from '../template.js';

/** Without `replace`: a `down` cannot bring back a body that `up` wrote over. */
export const functionAndTrigger: Template = ({
  table,
}) => `import type { MigrationBuilder } from 'node-pg-migrate';

const table = '${table}';
const name = '${table}_touch';

export async function up(pgm: MigrationBuilder): Promise<void> {
  // No OR REPLACE: if a function of this name exists, its body must not get lost.
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
