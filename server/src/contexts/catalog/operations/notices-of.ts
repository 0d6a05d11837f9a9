import type { Caller } from '../../identity/index.ts'
import type { TableRef } from '../model/face.ts'
import { datasetsById } from '../store/datasets.ts'
import { announcementsOf, deprecationsOf } from '../store/notices.ts'
import type { Workings } from '../workings.ts'
import { type VisibleTable, visibleAmong } from './visible-among.ts'

export interface Notices {
  announcements: { id: string; text: string; fromAt: Date; untilAt?: Date; authorArn: string }[]
  deprecation?: { reason: string; goesAt?: Date; replacement?: VisibleTable }
}

/**
 * What owners tell of those of the datasets that the caller may DESCRIBE, by id. A replacement that
 * is hidden from the caller is left out.
 */
export async function noticesOf(
  deps: Workings,
  caller: Caller,
  { datasets }: { datasets: readonly TableRef[] },
): Promise<ReadonlyMap<string, Notices>> {
  const visible = await visibleAmong(deps, caller, datasets)
  const tableIds = visible.map(({ tableId }) => tableId)
  const [announcements, deprecations] = await Promise.all([
    announcementsOf(deps.sql, { tableIds, now: deps.clock() }),
    deprecationsOf(deps.sql, tableIds),
  ])
  const ids = deprecations.flatMap(({ replacementId }) => replacementId ?? [])
  const replacements = await replacementsOf(deps, caller, ids)
  const notices = new Map<string, Notices>(tableIds.map((id) => [id, { announcements: [] }]))
  for (const { tableId, untilAt, ...one } of announcements)
    notices.get(tableId)?.announcements.push({ ...one, ...(untilAt && { untilAt }) })
  for (const { tableId, reason, goesAt, replacementId } of deprecations) {
    const replacement = replacements.get(replacementId ?? '')
    const said = { reason, ...(goesAt && { goesAt }), ...(replacement && { replacement }) }
    const found = notices.get(tableId)
    if (found) found.deprecation = said
  }
  return notices
}

async function replacementsOf(
  deps: Workings,
  caller: Caller,
  ids: readonly string[],
): Promise<ReadonlyMap<string, VisibleTable>> {
  const found = await datasetsById(deps.sql, ids)
  const refs = found.map(({ accountId, database, name: table }) => ({ accountId, database, table }))
  const visible = await visibleAmong(deps, caller, refs)
  return new Map(visible.map((table) => [table.tableId, table]))
}
