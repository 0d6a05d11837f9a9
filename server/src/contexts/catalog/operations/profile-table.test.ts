import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startJobs } from '../../../foundation/jobs.ts'
import { restrictedWrite } from '../errors.ts'
import { catalogJobs } from '../index.ts'
import {
  accessWith,
  delays,
  flights,
  givenCatalog,
  givenFlights,
} from '../testing/given-catalog.ts'

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

test('given some columns alone, when a profile is asked for, then it is refused', async () => {
  await using given = await givenCatalog((governance) => ({
    governance: { ...governance, demandTable: async () => accessWith({}) },
  }))
  await givenFlights(given)

  const asked = given.catalog.profileTable(given.ana, flights)

  await assert.rejects(asked, restrictedWrite.matches)
})
