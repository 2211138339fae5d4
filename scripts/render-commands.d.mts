import type { Command } from 'commander';

/** Renders the text of docs/commands.md, not yet formatted. */
export function renderCommands(program: Command): string;
