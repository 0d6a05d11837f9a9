import type { Caller } from '../../identity/index.ts'
import type { LoadedTable, TableRef } from '../model/face.ts'
import { currentSnapshot } from '../model/metadata.ts'
import { LEVEL, parentOf } from '../model/table.ts'
import { openTable } from '../steps/gates.ts'
import { absent, following } from '../steps/links.ts'
import { loadOpened } from '../steps/load.ts'
import { record, stateRead } from '../steps/record.ts'
import type { Workings } from '../workings.ts'

/** As Iceberg’s engines name what they tell of a table: `db.table.files`. */
const PARTIAL = 'partial'

/**
 * Also through a resource link. `table.partial`, where nothing has that name, is what is there
 * already of a projection that is being made.
 *
 * @throws catalog.no-such-table, catalog.projection-not-ready
 */
export async function loadTable(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
): Promise<LoadedTable> {
  try {
    return await loadNamed(deps, caller, ref, {})
  } catch (error) {
    const whole = absent(error) ? wholeOf(ref) : undefined
    if (!whole) throw error
    return await loadNamed(deps, caller, whole, { partial: true }).catch((missing: unknown) => {
      throw absent(missing) ? error : missing
    })
  }
}

interface Wish {
  partial?: boolean
}

function loadNamed(deps: Workings, caller: Caller, ref: TableRef, wish: Wish) {
  return following(deps, caller, ref, (at) => loadAt(deps, caller, at, wish))
}

function wholeOf({ accountId, database, table }: TableRef): TableRef | undefined {
  const parent = parentOf(database)
  if (table !== PARTIAL || parent === undefined) return undefined
  return { accountId, database: parent, table: database.slice(parent.length + LEVEL.length) }
}

async function loadAt(
  deps: Workings,
  caller: Caller,
  ref: TableRef,
  { partial = false }: Wish,
): Promise<LoadedTable> {
  const gate = { action: 'glue:GetTable', permissions: [] }
  const opened = await openTable(deps, caller, ref, gate)
  const loaded = await loadOpened(deps, opened, { partial })
  const { id: tableId, version } = opened.table
  const { projected, access, metadata } = loaded
  const how = { version, projected, ...(partial && projected ? { partial } : {}) }
  const detail = { ...how, ...stateRead(currentSnapshot(metadata)) }
  const seen = { tableId, access }
  await record(deps.sql, deps, caller, { done: 'table-loaded', ref, detail, seen })
  return loaded
}
