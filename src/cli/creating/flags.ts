import type { TemplateKind } from '../../create/template-kinds.js';
import type { MigrationLanguage } from '../../migrations/language.js';

export interface NewFlags {
  readonly kind?: TemplateKind;
  readonly table?: string;
  readonly column?: string;
  readonly migrationFileLanguage?: MigrationLanguage;
  readonly rebase?: boolean;
  /** A git revision, or `true` where none was given. */
  readonly changed?: string | true;
  readonly dryRun?: boolean;
}
