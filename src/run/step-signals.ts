import { StepStopped } from '../migrations/step.js';

/** The step runs without a transaction and cannot be rolled back, so it has to be rehearsed first. */
export class NeedsRehearsal extends StepStopped {}

/** Several steps were to share one transaction, and one of them asks for none. */
export class NeedsNoTransaction extends StepStopped {}
