import { diagnose, type Diagnosis } from '../../doctor/doctor.js';
import { exitCodes, type ExitCode } from '../../errors.js';
import { diagnosisToJson, renderDiagnosis } from '../../report/doctor/report.js';
import type { Context } from '../context.js';

const codes: Readonly<Record<Diagnosis['verdict'], ExitCode>> = {
  well: exitCodes.done,
  problems: exitCodes.finding,
  'no-server': exitCodes.database,
};

/** `roundtrip doctor`: exits 1 when something would stop a command, 3 when the server cannot be used. */
export async function run({ terminal, flags, env, cwd, signal }: Context): Promise<ExitCode> {
  const nodeVersion = process.versions.node;
  const diagnosis = await diagnose({ flags, env, cwd, signal, nodeVersion });
  terminal.result(renderDiagnosis(diagnosis, terminal.paint));
  terminal.json(diagnosisToJson(diagnosis));
  return codes[diagnosis.verdict];
}
