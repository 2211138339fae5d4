import { addColumnCheck } from './add-column-check.js';
import { addColumnDomain } from './add-column-domain.js';
import { addColumnNotNull } from './add-column-not-null.js';
import { addColumnReferences } from './add-column-references.js';
import { addColumnSequence } from './add-column-sequence.js';
import { addColumnStoredGenerated } from './add-column-stored-generated.js';
import { addColumnUnique } from './add-column-unique.js';
import { addColumnVolatileDefault } from './add-column-volatile-default.js';
import { allRowsChanged } from './all-rows-changed.js';
import { attachPartitionScan } from './attach-partition-scan.js';
import { checkScan } from './check-scan.js';
import { columnTypeCachedPlans } from './column-type-cached-plans.js';
import { columnTypeChecksAgain } from './column-type-checks-again.js';
import { columnTypeNarrowing } from './column-type-narrowing.js';
import { columnTypeRewrite } from './column-type-rewrite.js';
import { concurrentIndexIfNotExists } from './concurrent-index-if-not-exists.js';
import { concurrentlyAmongStatements } from './concurrently-among-statements.js';
import { concurrentlyInTransaction } from './concurrently-in-transaction.js';
import { createPartition } from './create-partition.js';
import { detachNotConcurrent } from './detach-not-concurrent.js';
import { domainConstraint } from './domain-constraint.js';
import { downDestroysEarlierData } from './down-destroys-earlier-data.js';
import { downIfExists } from './down-if-exists.js';
import { downIncomplete } from './down-incomplete.js';
import { downLocksMore } from './down-locks-more.js';
import { downMayFail } from './down-may-fail.js';
import { downMissing } from './down-missing.js';
import { downNotConcurrent } from './down-not-concurrent.js';
import { downTransactionDiffers } from './down-transaction-differs.js';
import { dropCascade } from './drop-cascade.js';
import { dropColumn } from './drop-column.js';
import { dropConstraint } from './drop-constraint.js';
import { dropIndexNotConcurrent } from './drop-index-not-concurrent.js';
import { dropNotNull } from './drop-not-null.js';
import { dropSchema } from './drop-schema.js';
import { dropTable } from './drop-table.js';
import { dropTableLocksParents } from './drop-table-locks-parents.js';
import { dynamicSql } from './dynamic-sql.js';
import { enumType } from './enum-type.js';
import { enumValueStays } from './enum-value-stays.js';
import { enumValueUsed } from './enum-value-used.js';
import { exclusionConstraint } from './exclusion-constraint.js';
import { foreignKeyLocksParent } from './foreign-key-locks-parent.js';
import { foreignKeyOnDelete } from './foreign-key-on-delete.js';
import { foreignKeyScan } from './foreign-key-scan.js';
import { foreignKeyTypeMismatch } from './foreign-key-type-mismatch.js';
import { foreignKeyWithoutIndex } from './foreign-key-without-index.js';
import { identifierTooLong } from './identifier-too-long.js';
import { indexNotConcurrent } from './index-not-concurrent.js';
import { indexOnPartitionedTable } from './index-on-partitioned-table.js';
import { jsonColumn } from './json-column.js';
import { limitedText } from './limited-text.js';
import { lockTable } from './lock-table.js';
import { lockTimeout } from './lock-timeout.js';
import { observedEffect } from './observed-effect.js';
import { primaryKeyBuildsIndex } from './primary-key-builds-index.js';
import { refreshNotConcurrent } from './refresh-not-concurrent.js';
import { reindexNotConcurrent } from './reindex-not-concurrent.js';
import { rename } from './rename.js';
import { rowsChanged } from './rows-changed.js';
import { rowsChangedUnderLock } from './rows-changed-under-lock.js';
import { separateAlters } from './separate-alters.js';
import { serialColumn } from './serial-column.js';
import { setLocalOutsideTransaction } from './set-local-outside-transaction.js';
import { setNotNull } from './set-not-null.js';
import { severalTablesLocked } from './several-tables-locked.js';
import { smallKey } from './small-key.js';
import { tableLockedAgain } from './table-locked-again.js';
import { tableRewrite } from './table-rewrite.js';
import { timestampTimezone } from './timestamp-timezone.js';
import { timestampWithoutTimeZone } from './timestamp-without-time-zone.js';
import { transactionControl } from './transaction-control.js';
import { triggerLock } from './trigger-lock.js';
import { truncate } from './truncate.js';
import { unusedSuppression } from './unused-suppression.js';
import { failsOnScratch } from './fails-on-scratch.js';
import { uniqueBuildsIndex } from './unique-builds-index.js';
import { unknownStatements } from './unknown-statements.js';
import { unnamedIndex } from './unnamed-index.js';
import { unparsedStatement } from './unparsed-statement.js';
import { validateInSameTransaction } from './validate-in-same-transaction.js';
import { withoutIfExists } from './without-if-exists.js';
import { workUnderLock } from './work-under-lock.js';
import type { Rule } from './rule.js';

/** All rules, in the order of their findings for one statement. */
export const rules: readonly Rule[] = [
  indexNotConcurrent,
  dropIndexNotConcurrent,
  reindexNotConcurrent,
  concurrentlyInTransaction,
  concurrentlyAmongStatements,
  concurrentIndexIfNotExists,
  indexOnPartitionedTable,
  addColumnVolatileDefault,
  addColumnSequence,
  addColumnStoredGenerated,
  addColumnDomain,
  addColumnNotNull,
  addColumnCheck,
  addColumnReferences,
  addColumnUnique,
  foreignKeyScan,
  foreignKeyLocksParent,
  foreignKeyWithoutIndex,
  foreignKeyTypeMismatch,
  foreignKeyOnDelete,
  checkScan,
  validateInSameTransaction,
  setNotNull,
  uniqueBuildsIndex,
  primaryKeyBuildsIndex,
  exclusionConstraint,
  columnTypeRewrite,
  columnTypeNarrowing,
  columnTypeChecksAgain,
  columnTypeCachedPlans,
  timestampTimezone,
  dropColumn,
  dropTable,
  dropTableLocksParents,
  dropSchema,
  dropCascade,
  dropNotNull,
  dropConstraint,
  truncate,
  rename,
  allRowsChanged,
  rowsChanged,
  rowsChangedUnderLock,
  workUnderLock,
  severalTablesLocked,
  lockTable,
  lockTimeout,
  setLocalOutsideTransaction,
  transactionControl,
  enumValueUsed,
  enumValueStays,
  enumType,
  attachPartitionScan,
  createPartition,
  detachNotConcurrent,
  refreshNotConcurrent,
  tableLockedAgain,
  tableRewrite,
  triggerLock,
  domainConstraint,
  downMissing,
  downIncomplete,
  downDestroysEarlierData,
  downMayFail,
  downLocksMore,
  downNotConcurrent,
  downTransactionDiffers,
  downIfExists,
  identifierTooLong,
  jsonColumn,
  smallKey,
  limitedText,
  timestampWithoutTimeZone,
  serialColumn,
  unnamedIndex,
  withoutIfExists,
  separateAlters,
  dynamicSql,
  unparsedStatement,
  unknownStatements,
  observedEffect,
  failsOnScratch,
  unusedSuppression,
];
