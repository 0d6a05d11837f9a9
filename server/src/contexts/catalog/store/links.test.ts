import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { renameTargetExists, tableAlreadyExists, viewAlreadyExists } from '../errors.ts'
import { type Catalog, createCatalog } from '../index.ts'
import {
  flights,
  type GivenCatalog,
  givenCatalog,
  givenFlights,
  mobility,
  schema,
} from '../testing/given-catalog.ts'
import { rawDefinition } from '../testing/given-external.ts'
import { lateFlights } from '../testing/given-views.ts'

const wanted = { ...mobility, table: 'wanted' }

/** A link of the wanted name, in a transaction that stays open until it is told to go on. */
async function linking({ deps, ana }: GivenCatalog) {
  const [begun, open] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const registerTable: typeof deps.governance.registerTable = async (tx, table) => {
    begun.resolve()
    await open.promise
    await deps.governance.registerTable(tx, table)
  }
  const slow = createCatalog({ ...deps, governance: { ...deps.governance, registerTable } })
  const made = slow.createTableLink(ana, { ...wanted, target: flights })
  await Promise.race([begun.promise, made])
  return { made, goOn: open.resolve }
}

async function somebodyWaits({ database }: GivenCatalog): Promise<void> {
  const waiting = `SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`
  while ((await database.pool.query(waiting)).rowCount === 0) await sleep(5)
}

async function filesOf({ storage }: GivenCatalog): Promise<string[]> {
  const locations: string[] = []
  for await (const { location } of storage.list('s3://warehouse-700000000001/'))
    locations.push(location)
  return locations
}

type Take = (catalog: Catalog, ana: GivenCatalog['ana']) => Promise<unknown>

const external = { location: 's3://elsewhere/wanted/', columns: rawDefinition.columns }
const kept = { partitionKeys: [], properties: {}, kept: {} }
const takers: Record<string, [Take, { matches(error: unknown): boolean }]> = {
  'a table': [
    (catalog, ana) => catalog.createTable(ana, { ...wanted, schema }),
    tableAlreadyExists,
  ],
  'an external table': [
    (catalog, ana) =>
      catalog.createExternalTable(ana, { ...wanted, definition: { ...external, ...kept } }),
    tableAlreadyExists,
  ],
  'a view': [
    (catalog, ana) => catalog.createView(ana, { ...lateFlights, view: wanted.table }),
    viewAlreadyExists,
  ],
  'a table that moves': [
    (catalog, ana) => catalog.renameTable(ana, { from: flights, to: wanted }),
    renameTargetExists,
  ],
  'a view that moves': [
    (catalog, ana) =>
      catalog.renameView(ana, { from: lateFlights, to: { ...lateFlights, view: wanted.table } }),
    renameTargetExists,
  ],
}

for (const [who, [take, refused]] of Object.entries(takers))
  test(`given a link in the making, when ${who} takes its name, then it is refused`, async () => {
    await using given = await givenCatalog()
    await givenFlights(given)
    await given.catalog.createView(given.ana, lateFlights)
    const before = await filesOf(given)
    const { made, goOn } = await linking(given)

    const taking = take(given.catalog, given.ana)
    await Promise.race([somebodyWaits(given), taking.catch(() => {})])
    goOn()

    const [link, taken] = await Promise.allSettled([made, taking])
    assert.equal(link.status, 'fulfilled')
    assert.ok(taken.status === 'rejected' && refused.matches(taken.reason), inspect(taken))
    assert.deepEqual(await filesOf(given), before)
  })
