import { openFindings, type LintReport } from '../../lint/lint-report.js';
import { annotation, type AnnotationOptions } from '../text/annotation.js';

const levels = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** One annotation for each finding, which GitHub shows at its line. */
export function lintToAnnotations({ migrations }: LintReport, options: AnnotationOptions): readonly string[] {
  return migrations.flatMap((linted) =>
    openFindings(linted).map(({ place, rule, severity, direction, message, advice }) => {
      const title = `${rule} (${direction})`;
      const about = { path: place.path, line: place.line ?? 1, title, message: `${message}\n${advice}` };
      return annotation({ ...about, level: levels[severity] }, options);
    }),
  );
}
