import type { Command } from 'commander';

/** The text of docs/commands.md, not yet formatted. */
export function renderCommands(program: Command): string;
