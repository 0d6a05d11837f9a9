import { timeOrderedId } from '../../../foundation/ids.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { Adoption, AdoptTable, Shape } from '../adoption/model/adoption.ts'
import { queueAdoption } from '../adoption/run.ts'
import { notAdoptable, tableAlreadyExists } from '../errors.ts'
import { currentSchema, defaultSpec, type TableMetadata } from '../model/metadata.ts'
import { checkLocation, type Table } from '../model/table.ts'
import { demandFreeLocation } from '../steps/free-location.ts'
import { demandPlace, demandVacancy, demandWhole, openTable } from '../steps/gates.ts'
import { openForCreation } from '../steps/new-table.ts'
import { record } from '../steps/record.ts'
import {
  findAdoption,
  findRunning,
  insertAdoption,
  updateAdoption,
  wasAdopted,
} from '../store/adoptions.ts'
import { findTable } from '../store/table-rows.ts'
import type { Workings } from '../workings.ts'

/**
 * Makes the Parquet files at a place a table where they lie, by a job; of a table that came that
 * way, adds those that are new. A second asking while the first runs is the first.
 *
 * @throws catalog.table-already-exists, catalog.invalid-location, catalog.not-adoptable,
 *   governance.denied
 */
export async function adoptTable(
  deps: Workings,
  caller: Caller,
  command: AdoptTable,
): Promise<Adoption> {
  const { partitioning = 'auto', types = {}, dryRun = false, ...ref } = command
  const location = checkLocation(command.location)
  const table = await findTable(deps.sql, ref)
  const shape = table
    ? await openForMore(deps, caller, { ...ref, location })
    : await openForNew(deps, caller, { ...ref, location })
  // The right to a place before what lies there: of others' places nothing is told.
  await demandPlace(deps, caller, location)
  await demandVacancy(deps, caller, { location })
  if (!table) await transaction(deps.sql, (tx) => demandFreeLocation(tx, location))
  const id = timeOrderedId('adp-', deps.clock())
  const begun = await transaction(deps.sql, async (tx) => {
    const options = { partitioning, types, dryRun }
    const row = { id, ref, location, caller, options, shape, createdAt: deps.clock() }
    if (!(await insertAdoption(tx, row))) return false
    if (table) await updateAdoption(tx, id, { tableId: table.id })
    await queueAdoption(tx, id)
    const detail = { id, location, partitioning, dryRun }
    await record(tx, deps, caller, { done: 'adoption-asked', ref, detail })
    return true
  })
  const adoption = begun ? await findAdoption(deps.sql, id) : await findRunning(deps.sql, ref)
  if (!adoption || adoption.location !== location)
    throw notAdoptable({ reason: `an adoption into "${ref.database}.${ref.table}" is running` })
  return adoption
}

type Place = Pick<AdoptTable, 'accountId' | 'database' | 'table' | 'location'>

async function openForNew(deps: Workings, caller: Caller, place: Place): Promise<Shape> {
  await openForCreation(deps, caller, place)
  return { fields: [], lastId: 0, pathTypes: {} }
}

/** What files of a later run are joined to. */
async function openForMore(deps: Workings, caller: Caller, place: Place): Promise<Shape> {
  const gate = { action: 'glue:UpdateTable', permissions: ['INSERT'] as const }
  const opened = await openTable(deps, caller, place, gate)
  demandWhole(opened)
  const { table } = opened
  if (table.location !== place.location || !(await wasAdopted(deps.sql, table.id)))
    throw tableAlreadyExists({ database: place.database, table: place.table })
  return shapeOf(await deps.files.read(table.metadataLocation), table)
}

function shapeOf(metadata: TableMetadata, { database, name }: Table): Shape {
  const { fields } = currentSchema(metadata)
  const keys = defaultSpec(metadata).fields.map((divider) => {
    const source = fields.find(({ id }) => id === divider['source-id'])
    if (divider.transform !== 'identity' || !source)
      throw notAdoptable({ reason: `"${database}.${name}" is no longer divided by its folders` })
    return source.name
  })
  return { fields, lastId: metadata['last-column-id'], keys, pathTypes: {} }
}
