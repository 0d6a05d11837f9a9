import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { Caller } from '../../identity/index.ts'
import type { Storage } from '../../storage/index.ts'
import type { CatalogDeps } from '../deps.ts'
import { noSuchTable, tableAlreadyExists } from '../errors.ts'
import { type Catalog, createCatalog, type Schema } from '../index.ts'
import { flights, givenCatalog, givenFlights, schema } from '../testing/given-catalog.ts'

test('given a table, when it is renamed, then the new name has all of it', async () => {
  await using given = await givenCatalog()
  const before = await givenFlights(given)
  const { catalog, ana } = given
  const to = { ...flights, table: 'departures' }

  await catalog.renameTable(ana, { from: flights, to })

  const after = await catalog.loadTable(ana, to)
  assert.equal(after.table.id, before.table.id)
  await assert.rejects(catalog.loadTable(ana, flights), noSuchTable.matches)
})

test('given a taken name, when a table is renamed to it, then it is refused', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const { catalog, ana } = given
  const to = { ...flights, table: 'departures' }
  await catalog.createTable(ana, { ...to, schema })

  const renaming = catalog.renameTable(ana, { from: flights, to })

  await assert.rejects(renaming, tableAlreadyExists.matches)
})

test('given a commit meanwhile, when a table is renamed, then new columns count', async () => {
  await using given = await givenCatalog()
  const { table, metadataLocation } = await givenFlights(given)
  const { catalog, ana, deps } = given
  const to = { ...flights, table: 'departures' }
  const wider = { ...schema, fields: [...schema.fields, note] }
  const rename = racing(deps, metadataLocation, () => commitSchema(catalog, ana, wider))

  await rename.renameTable(ana, { from: flights, to })

  const access = await deps.governance.tableAccess(ana, table.id)
  assert.deepEqual([...access.columns], [1, 2, 3, 4])
})

test('given a drop meanwhile, when a table is renamed, then nothing is registered', async () => {
  await using given = await givenCatalog()
  const { table, metadataLocation } = await givenFlights(given)
  const { catalog, ana, deps } = given
  const to = { ...flights, table: 'departures' }
  const rename = racing(deps, metadataLocation, () => catalog.dropTable(ana, flights))

  await assert.rejects(rename.renameTable(ana, { from: flights, to }), noSuchTable.matches)

  assert.equal((await deps.governance.tableAccess(ana, table.id)).permissions.size, 0)
})

test('given two renames to one name, when one commits, then the other is refused', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  const { catalog, ana, database } = given
  const to = { ...flights, table: 'departures' }
  await catalog.createTable(ana, { ...flights, table: 'arrivals', schema })
  const first = await database.pool.connect()
  await first.query("BEGIN; UPDATE catalog.tables SET name = 'departures' WHERE name = 'arrivals'")

  const second = catalog.renameTable(ana, { from: flights, to })
  await Promise.race([somebodyWaits(database.pool), second])
  await first.query('COMMIT')

  first.release()
  await assert.rejects(second, tableAlreadyExists.matches)
})

/** A statement waits for what another transaction does. */
async function somebodyWaits(pool: Pool): Promise<void> {
  const waiting = `SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`
  while ((await pool.query(waiting)).rowCount === 0) await sleep(5)
}

const note = { id: 4, name: 'note', required: false, type: 'string' }

async function commitSchema(catalog: Catalog, caller: Caller, wider: Schema): Promise<void> {
  await catalog.commitTable(caller, {
    ...flights,
    requirements: [],
    updates: [
      { action: 'add-schema', schema: { ...wider, 'schema-id': -1 } },
      { action: 'set-current-schema', 'schema-id': -1 },
    ],
  })
}

/** Another server, on which `meanwhile` happens when the metadata of the table has been read. */
function racing(
  deps: CatalogDeps,
  metadataLocation: string,
  meanwhile: () => Promise<void>,
): Catalog {
  let happened = false
  const readAll: Storage['readAll'] = async (location) => {
    const bytes = await deps.storage.readAll(location)
    if (location === metadataLocation && !happened) {
      happened = true
      await meanwhile()
    }
    return bytes
  }
  return createCatalog({ ...deps, storage: { ...deps.storage, readAll } })
}
