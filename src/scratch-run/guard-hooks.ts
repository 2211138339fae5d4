import type { Session } from '../database/session.js';
import { withTransaction } from '../database/transaction.js';
import { StatementScope } from '../sql-text/transactions.js';
import type { LiveHooks, StepOptions } from '../migrations/step.js';
import type { ClusterGuard, NotedStep } from './cluster-guard.js';

type GuardHooks = Required<Pick<StepOptions, 'beforeCommit' | 'beforeStatement' | 'live'>>;

/**
 * Returns hooks with which `guard` checks a step: its transaction before it commits, or each of its
 * statements where it has none.
 */
export function guardHooks(guard: ClusterGuard, step: NotedStep, session: Session): GuardHooks {
  return {
    beforeCommit: (inside, { transaction }) => guard.beforeCommit(inside, { ...step, transaction }),
    beforeStatement: (sql, transaction) => {
      if (transaction === 'none') guard.beforeStatement(sql, step);
    },
    live: {
      leaveTransaction: () => Promise.resolve(),
      place: guardedExecution(guard, step, session),
    },
  };
}

/**
 * For a step without a transaction, runs each statement that can have one in a transaction of its own, and
 * checks it before that commits.
 */
function guardedExecution(guard: ClusterGuard, step: NotedStep, session: Session): LiveHooks['place'] {
  const scope = new StatementScope();
  return async ({ sql }, send) => {
    if (scope.canHaveTransaction(sql)) {
      await withTransaction(session, async () => {
        await send();
        await guard.beforeCommit(session, { ...step, transaction: 'one' });
      });
    } else await send();
    return 'ran';
  };
}
