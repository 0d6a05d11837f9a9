import type { DomainError } from '../../../foundation/errors.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { currentVersion, noSuchVersion } from '../errors.ts'
import type { TableRef } from '../model/face.ts'
import { openExternal } from '../steps/open-external.ts'
import { record } from '../steps/record.ts'
import { deleteVersions } from '../store/external-tables.ts'
import type { Workings } from '../workings.ts'

export interface DeleteTableVersions extends TableRef {
  versions: readonly number[]
  /** Asked for alone, which IAM names differently. */
  single?: boolean
}

/** Answers what failed. @throws catalog.not-external: those of Iceberg go as its metadata says */
export async function deleteTableVersions(
  deps: Workings,
  caller: Caller,
  { versions, single, ...ref }: DeleteTableVersions,
): Promise<{ version: number; error: DomainError }[]> {
  const action = single ? 'glue:DeleteTableVersion' : 'glue:BatchDeleteTableVersion'
  const gate = { action, permissions: ['ALTER'] as const }
  const { table } = await openExternal(deps, caller, ref, gate)
  return transaction(deps.sql, async (tx) => {
    const gone = versions.length === 0 ? [] : await deleteVersions(tx, table.id, versions)
    const detail = { tableId: table.id, versions: gone }
    await record(tx, deps, caller, { done: 'table-versions-deleted', ref, detail })
    return versions
      .filter((version) => !gone.includes(version))
      .map((version) => ({
        version,
        error: version === table.version ? currentVersion(ref) : noSuchVersion({ version }),
      }))
  })
}
