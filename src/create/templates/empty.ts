import type { Template } from '../template.js';

/** A pair to fill in. An empty `down` below an `up` that changes something is a finding of `prove`. */
export const empty: Template = () => `import type { MigrationBuilder } from 'node-pg-migrate';

export async function up(pgm: MigrationBuilder): Promise<void> {}

// The exact inverse of up: what up made, and nothing else, in the opposite order.
export async function down(pgm: MigrationBuilder): Promise<void> {}
`;
