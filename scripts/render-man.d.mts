import type { Command } from 'commander';

/** Returns the page as text for troff, groff or mandoc. */
export function renderMan(program: Command, version: string): string;
