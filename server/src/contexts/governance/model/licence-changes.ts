import { isDeepStrictEqual } from 'node:util'
import type { AccountId } from '../../identity/index.ts'
import type { Snapshot } from './snapshot.ts'
import { type Change, keyOf, type Licence } from './world.ts'

export type LicenceChange = Extract<Change, { of: 'licences' }> & { row: Licence }

/** A table that is gone meanwhile has no licence, and one that is as it was is no change. */
export function licensed({ world }: Snapshot, row: Licence): LicenceChange[] {
  const key = keyOf.licence(row)
  if (!world.tables.has(row.tableId)) return []
  return isDeepStrictEqual(world.licences.get(key), row) ? [] : [{ of: 'licences', key, row }]
}

export function moved(
  snapshot: Snapshot,
  accountId: AccountId,
  { agreementId, endsAt }: { agreementId: string; endsAt: Date },
): LicenceChange[] {
  const own = ({ tableId }: Licence) => snapshot.governed.get(tableId)?.ownerId === accountId
  const longer = (row: Licence) => row.endsAt !== undefined && row.endsAt < endsAt
  return [...snapshot.world.licences.values()]
    .filter((row) => row.agreementId === agreementId && (own(row) || longer(row)))
    .flatMap((row) => licensed(snapshot, { ...row, endsAt }))
}
