import type { Check } from '../../doctor/check.js';
import type { Diagnosis } from '../../doctor/doctor.js';
import type { Paint } from '../text/paint.js';
import { countOf } from '../text/plural.js';

export function renderDiagnosis({ checks }: Diagnosis, paint: Paint): string {
  const problems = checks.filter(({ status }) => status === 'problem').length;
  const conclusion =
    problems === 0 ? paint.green('no problems found') : paint.red(`${countOf(problems, 'problem')} to solve`);
  return [...checks.flatMap((check) => linesOf(check, paint)), '', conclusion].join('\n');
}

const width = 'problem'.length + 2;

function linesOf({ status, message, remedy }: Check, paint: Paint): readonly string[] {
  const colour = { ok: paint.green, note: paint.yellow, problem: paint.red }[status];
  const [first = '', ...more] = [...message.split('\n'), ...(remedy?.split('\n') ?? [])];
  return [
    `${colour(status)}${' '.repeat(width - status.length)}${first}`,
    ...more.map((line) => `${' '.repeat(width)}${line}`),
  ];
}

export function diagnosisToJson({ verdict, checks }: Diagnosis): object {
  return { format: 'roundtrip.doctor/1', verdict, checks };
}
