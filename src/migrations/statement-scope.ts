/** Statements whose effect a transaction can hold back, so that what they do can be looked at before. */
const transactional =
  /^(CREATE|ALTER|DROP|COMMENT|GRANT|REVOKE|SECURITY|REFRESH|REASSIGN|IMPORT|TRUNCATE|INSERT|UPDATE|DELETE|MERGE|SELECT|WITH|SET|RESET)\b/i;

/** Of these the server says "cannot be executed within a transaction block", or may. */
const alone =
  /\bCONCURRENTLY\b|\b(CREATE|ALTER|DROP)\s+(DATABASE|TABLESPACE|SUBSCRIPTION)\b|\bALTER\s+SYSTEM\b/i;

/** In a text of several: what may end the transaction that it runs in, or cannot run in one. */
const inside = /(^|;)\s*(RELEASE|PREPARE|VACUUM|REINDEX|CLUSTER|CALL|DO)\b/i;

const transactionControl = /(^|;)\s*(BEGIN|START|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT)\b/i;

/** Statements of a migration that asks for no transaction, in their order. */
export class StatementScope {
  #isControlled = false;

  /**
   * Whether a statement can have a transaction of its own without a difference to it. After one that begins or
   * ends a transaction itself, those that follow may be in that.
   */
  canHaveTransaction(sql: string): boolean {
    const text = withoutComments(sql);
    this.#isControlled ||= transactionControl.test(text);
    return !this.#isControlled && transactional.test(text) && !alone.test(text) && !inside.test(text);
  }
}

function withoutComments(sql: string): string {
  return sql
    .replaceAll(/--.*$/gm, '')
    .replaceAll(/\/\*.*?\*\//gs, '')
    .trim();
}
