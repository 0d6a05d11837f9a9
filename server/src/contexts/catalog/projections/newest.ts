import { DomainError } from '../../../foundation/errors.ts'
import { findProjection, type ProjectionRow, projectionsInUse } from '../store/projections.ts'
import { findTableById } from '../store/table-rows.ts'
import { orderBuild, wantedOf } from './current.ts'
import type { ProjectionWorkings } from './deps.ts'
import type { Once } from './once.ts'
import type { Wanted } from './wanted.ts'

const DAY_MS = 86_400_000
/** What nobody asked for so long is no more made on commits. */
const IN_USE_DAYS = 7

/** Makes the projection of the table as it is now. */
export async function buildNewest(deps: ProjectionWorkings, id: string, once: Once): Promise<void> {
  const row = await findProjection(deps.sql, id)
  const wanted = row && (await newest(deps, row))
  if (!wanted) return
  try {
    await once(wanted)
  } catch (error) {
    // Trying again would end the same way.
    if (!(error instanceof DomainError)) throw error
  }
}

async function newest(deps: ProjectionWorkings, row: ProjectionRow): Promise<Wanted | undefined> {
  const table = await findTableById(deps.sql, row.tableId)
  if (!table) return undefined
  const metadata = await deps.files.read(table.metadataLocation)
  try {
    const wanted = wantedOf(deps, { table, metadata }, row.policy)
    // A table of another UUID has projections of its own.
    return wanted.id === row.id ? wanted : undefined
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    deps.log.warn({ projection: row.id, reason: error.message }, 'no projection possible')
    return undefined
  }
}

/** After a commit: a job for each projection of the table that somebody reads. */
export async function orderBuilds(deps: ProjectionWorkings, tableId: string): Promise<void> {
  const since = new Date(deps.clock().getTime() - IN_USE_DAYS * DAY_MS)
  for (const { id } of await projectionsInUse(deps.sql, tableId, since))
    await orderBuild(deps.sql, id)
}
