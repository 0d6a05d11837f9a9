import type { Caller } from '../../identity/index.ts'
import type { TableRef } from '../model/face.ts'
import { currentSchema } from '../model/metadata.ts'
import { openTable } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { profilesOf } from '../store/profiles.ts'
import type { Workings } from '../workings.ts'
import { openProfile, type ProfileOfTable, someRows } from './get-profile.ts'

const PAGE_SIZE = 50

/**
 * What was in the snapshots that were looked at, the newest first; `next` is the `from` of the
 * following page. Who reads only some rows is told of none, as of one.
 *
 * @throws catalog.no-such-table, governance.denied
 */
export async function listProfiles(
  deps: Workings,
  caller: Caller,
  { from = 0, size = PAGE_SIZE, ...ref }: TableRef & { from?: number; size?: number },
): Promise<{ items: ProfileOfTable[]; next?: number }> {
  const gate = { action: 'glue:GetColumnStatisticsForTable', permissions: ['SELECT'] as const }
  const { table, access } = await openTable(deps, caller, ref, gate)
  if (someRows(access)) return { items: [] }
  const found = await profilesOf(deps.sql, { tableId: table.id, from, size: size + 1 })
  const { fields } = currentSchema(await deps.files.read(table.metadataLocation))
  await record(deps.sql, deps, caller, {
    ...{ done: 'profiles-read', ref, seen: { tableId: table.id, access } },
  })
  const items = found.slice(0, size).map((profile) => openProfile(profile, fields, access))
  return found.length > size ? { items, next: from + size } : { items }
}
