import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../../foundation/sql.ts'
import type { OwnRun } from '../index.ts'
import { flights, type GivenCatalog, givenCatalog, givenFlights } from '../testing/given-catalog.ts'

async function upstream({ catalog, ana }: GivenCatalog) {
  const tables = await catalog.visibleAmong(ana, [flights])
  return catalog.readLineage(ana, { tables, direction: 'upstream' })
}

test('given a run of our own, when it is noted twice, then it is told once', async () => {
  await using given = await givenCatalog()
  const { catalog, database } = given
  const { table } = await givenFlights(given)
  const place = { namespace: 's3://landing', name: 'flights' }
  const { accountId, id: output } = table
  const run: OwnRun = { accountId, job: 'adoption', runId: 'ad-1', at: new Date(), output }
  const note = (inputs?: OwnRun['inputs']) =>
    transaction(database.sql, (tx) => catalog.noteRun(tx, { ...run, ...(inputs && { inputs }) }))

  await note([place])
  await note([])

  const told = (await upstream(given)).map(({ job, input }) => [job?.name, input])
  assert.deepEqual(told, [['adoption', place]])
})

test('given an input that is gone, when a run is noted, then the change goes on', async () => {
  await using given = await givenCatalog()
  const { catalog, database } = given
  const { table } = await givenFlights(given)
  const run = { accountId: table.accountId, job: 'pipeline pl-1', runId: 'run-1', at: new Date() }

  await transaction(database.sql, (tx) =>
    catalog.noteRun(tx, { ...run, output: table.id, inputs: [{ id: 'tbl-gone' }] }),
  )

  assert.deepEqual(await upstream(given), [])
})
