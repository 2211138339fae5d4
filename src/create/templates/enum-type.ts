import type { Template } from '../template.js';

export const enumType: Template = ({ type }) => `import type { MigrationBuilder } from 'node-pg-migrate';

const type = '${type}';

export async function up(pgm: MigrationBuilder): Promise<void> {
  pgm.createType(type, ['draft', 'published']);
}

// Fails while a column uses the type: a later migration that adds one drops it in its own down.
export async function down(pgm: MigrationBuilder): Promise<void> {
  pgm.dropType(type);
}
`;
