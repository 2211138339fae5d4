import type { Template } from './template.js';
import { columns } from './templates/columns.js';
import { constraint } from './templates/constraint.js';
import { data } from './templates/data.js';
import { enumSwap } from './templates/enum-swap.js';
import { enumType } from './templates/enum-type.js';
import { functionAndTrigger } from './templates/function-template.js';
import { indexConcurrently } from './templates/index-concurrently.js';
import { index } from './templates/index-template.js';
import { table } from './templates/table.js';

/** The templates of `new --kind`. */
export const templates = {
  table,
  columns,
  index,
  'index-concurrently': indexConcurrently,
  enum: enumType,
  'enum-replace': enumSwap,
  constraint,
  function: functionAndTrigger,
  data,
} as const satisfies Record<string, Template>;

export type TemplateKind = keyof typeof templates;

export const templateKinds = Object.keys(templates) as readonly TemplateKind[];
