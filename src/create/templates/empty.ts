import type { Template } from '../template.js';

/** An empty pair. An empty `down` below an `up` that changes something is a finding of `prove`. */
export const empty: Template = () => `import type { MigrationBuilder } from 'node-pg-migrate';

export async function up(pgm: MigrationBuilder): Promise<void> {}

// The exact inverse of up: drop what up created, and nothing else, in reverse order.
export async function down(pgm: MigrationBuilder): Promise<void> {}
`;
