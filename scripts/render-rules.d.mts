import type { Rule } from '../src/lint/rules/rule.js';

export function renderRules(rules: readonly Rule[]): Readonly<Record<string, string>>;
