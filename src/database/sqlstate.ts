/** Error codes of PostgreSQL by their condition names (manual, appendix A, "PostgreSQL Error Codes"). */
export const sqlStates = {
  activeSqlTransaction: '25001',
  inFailedSqlTransaction: '25P02',
  idleInTransactionSessionTimeout: '25P03',
  invalidSqlStatementName: '26000',
  invalidSchemaName: '3F000',
  notNullViolation: '23502',
  foreignKeyViolation: '23503',
  uniqueViolation: '23505',
  exclusionViolation: '23P01',
  deadlockDetected: '40P01',
  insufficientPrivilege: '42501',
  undefinedObject: '42704',
  duplicateObject: '42710',
  undefinedTable: '42P01',
  diskFull: '53100',
  objectInUse: '55006',
  lockNotAvailable: '55P03',
  unsafeNewEnumValueUsage: '55P04',
  queryCanceled: '57014',
  adminShutdown: '57P01',
  internalError: 'XX000',
} as const;

/** The code of an error of the driver; `undefined` for other errors. */
export function sqlStateOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Denied for lack of a privilege: the one reason for which granting something helps. */
export function isPermissionDenied(error: unknown): boolean {
  return sqlStateOf(error) === sqlStates.insufficientPrivilege;
}

/** What works only after the transaction before it has committed: a new enum value, a table with pending triggers. */
export const needsCommit: ReadonlySet<string> = new Set([
  sqlStates.unsafeNewEnumValueUsage,
  sqlStates.objectInUse,
]);

/** A row that is there twice, for a unique or an exclusion constraint. */
export const duplicateRow: ReadonlySet<string> = new Set([
  sqlStates.uniqueViolation,
  sqlStates.exclusionViolation,
]);
