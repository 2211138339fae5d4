import type { PairFile } from '../split-files.js';
import { pairText, type TextOptions } from './pair-text.js';

export interface WritePairOptions extends TextOptions {
  /** The part of the file names after the number: `add-phone-to-users`. */
  readonly name: string;
  /** Number of the first file. */
  readonly number: number;
}

/** A migration file that is not on disk yet. */
export interface WrittenFile {
  readonly fileName: string;
  readonly text: string;
}

/**
 * Writes the files of a pair, in their order. An SQL migration cannot run without a transaction: then it is
 * JavaScript.
 */
export function writePair(
  files: readonly PairFile[],
  options: WritePairOptions,
): Promise<readonly WrittenFile[]> {
  return Promise.all(
    files.map(async (file, index) => {
      const language = options.language === 'sql' && file.transaction === 'none' ? 'mjs' : options.language;
      const name = index === 0 ? options.name : `${options.name}-${index + 1}`;
      return {
        fileName: `${options.number + index}_${name}.${language}`,
        text: await pairText(file, { ...options, language }),
      };
    }),
  );
}
