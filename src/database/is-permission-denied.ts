/** SQLSTATE insufficient_privilege (manual, appendix A): the one reason for which granting something helps. */
export function isPermissionDenied(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42501';
}
