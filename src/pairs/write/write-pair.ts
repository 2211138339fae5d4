import type { MigrationLanguage, ModuleForm } from '../../migrations/language.js';
import type { PairFile } from '../split-files.js';
import { pairText } from './pair-text.js';

export interface WritePairOptions {
  /** The part of the file names after the number: `add-phone-to-users`. */
  readonly name: string;
  /** Number of the first file. */
  readonly number: number;
  readonly language: MigrationLanguage;
  /** Module system of `.js` files. */
  readonly form: ModuleForm;
  /** `sql` writes every statement as `pgm.sql`. */
  readonly calls: 'builder' | 'sql';
  /** Lines of a comment at the top. */
  readonly header?: readonly string[];
}

/** A migration file that is not on disk yet. */
export interface WrittenFile {
  readonly fileName: string;
  readonly text: string;
}

/** Writes the files of a pair, in their order. An SQL migration cannot run without a transaction: it is JavaScript. */
export function writePair(files: readonly PairFile[], options: WritePairOptions): readonly WrittenFile[] {
  return files.map((file, index) => {
    const language = options.language === 'sql' && file.transaction === 'none' ? 'mjs' : options.language;
    const name = index === 0 ? options.name : `${options.name}-${index + 1}`;
    return {
      fileName: `${options.number + index}_${name}.${language}`,
      text: pairText(file, { ...options, language }),
    };
  });
}
