import type * as wire from '@millrace/contract'
import type { Adoption } from '../../contexts/catalog/index.ts'

export function wireAdoption(adoption: Adoption): wire.Adoption {
  const { id, state, location, accountId, database, tableName, error, snapshotId } = adoption
  const { filesFound, filesRead, filesAdded, rowsRead, notesCount, endedAt } = adoption
  return {
    ...{ id, state, location, account: accountId, database, table: tableName },
    ...{ filesFound, filesRead, filesAdded, rowsRead, notesCount },
    ...(error !== undefined && { error }),
    ...(snapshotId !== undefined && { snapshotId }),
    createdAt: adoption.createdAt.toISOString(),
    ...(endedAt && { endedAt: endedAt.toISOString() }),
  }
}
