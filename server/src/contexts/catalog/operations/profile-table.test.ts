import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startJobs } from '../../../foundation/jobs.ts'
import { restrictedWrite, unreadableTable } from '../errors.ts'
import { catalogJobs } from '../index.ts'
import { makeProfile } from '../profile/make.ts'
import {
  accessWith,
  delays,
  flights,
  givenCatalog,
  givenFlights,
  schema,
} from '../testing/given-catalog.ts'
import { workingsOf } from '../workings.ts'

test('given a table, when a profile is asked for, then a job makes it', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, deps, database } = given
  await givenFlights(given)
  const files = [await given.written(delays('2013-01-01', 'UA', [1, 2]))]
  await catalog.append(ana, { ...flights, files, commitKey: 'k' })
  const jobs = await startJobs({ ...database, handlers: catalogJobs(deps) })

  await catalog.profileTable(ana, flights)

  const known = () => catalog.getProfile(ana, flights).catch(() => undefined)
  while (!(await known())) await sleep(50)
  const made = await catalog.getProfile(ana, flights)
  await jobs.stop()
  assert.equal(made.rowCount, 2)
})

test('given a column of no type that DuckDB has, when looked at, then the others are', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, deps } = given
  await givenFlights(given, false, 3)
  const files = [await given.written(delays('2026-01-01', 'LH', [1, 2]))]
  await catalog.append(ana, { ...flights, files, commitKey: 'k' })
  const raw = { id: 9, name: 'raw', required: false, type: 'variant' }
  await catalog.commitTable(ana, {
    ...flights,
    requirements: [],
    updates: [
      { action: 'add-schema', schema: { ...schema, fields: [...schema.fields, raw] } },
      { action: 'set-current-schema', 'schema-id': -1 },
    ],
  })
  const workings = workingsOf(deps)
  const { table } = await catalog.loadTable(ana, flights)

  const { leftOut } = await catalog.profileTable(ana, flights)
  await makeProfile(workings, table.id, { asked: true })
  const profile = await catalog.getProfile(ana, flights)
  const preview = await catalog.previewTable(ana, flights)

  for (const left of [leftOut, profile.leftOut, preview.leftOut]) assert.deepEqual(left, [raw])
  assert.equal(profile.rowCount, 2)
  assert.deepEqual(
    profile.columns.map(({ field }) => field.name),
    schema.fields.map(({ name }) => name),
  )
  assert.equal(preview.rows.length, 2)
})

test('given a file that is gone, when looked at, then it is named', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, deps, storage } = given
  await givenFlights(given)
  const files = [await given.written(delays('2026-01-01', 'LH', [1]))]
  await catalog.append(ana, { ...flights, files, commitKey: 'k' })
  const { table, location } = await catalog.loadTable(ana, flights)
  const lost: string[] = []
  for await (const file of storage.list(`${location}/data/`)) lost.push(file.location)
  await storage.remove(lost)

  await makeProfile(workingsOf(deps), table.id, { asked: true })

  await assert.rejects(catalog.previewTable(ana, flights), (error) => {
    return unreadableTable.matches(error) && String(error).includes(lost[0] ?? 'none')
  })
  await assert.rejects(catalog.getProfile(ana, flights))
})

test('given some columns alone, when a profile is asked for, then it is refused', async () => {
  await using given = await givenCatalog((governance) => ({
    governance: { ...governance, demandTable: async () => accessWith({}) },
  }))
  await givenFlights(given)

  const asked = given.catalog.profileTable(given.ana, flights)

  await assert.rejects(asked, restrictedWrite.matches)
})
