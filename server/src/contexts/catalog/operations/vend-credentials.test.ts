import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  accessWith,
  callerOf,
  givenCatalog,
  givenFlights,
  stranger,
} from '../testing/given-catalog.ts'

test('given full rights, when credentials are vended, then for this table alone', async () => {
  await using given = await givenCatalog()
  const loaded = await givenFlights(given)

  const vended = await given.catalog.vendCredentials(given.ana, loaded)

  assert.equal(vended?.prefix, `${loaded.location}/`)
  assert.deepEqual(given.vended, [
    {
      prefixes: [{ location: `${loaded.location}/`, access: 'read-write' }],
      tableId: loaded.table.id,
    },
  ])
})

test('given a projection, when credentials are vended, then only to read it', async () => {
  await using given = await givenCatalog()
  const loaded = await givenFlights(given)
  const access = accessWith({ permissions: new Set(['SELECT', 'INSERT', 'DELETE']) })
  const narrow = { ...loaded, projected: true, location: 's3://projections/p', access }

  await given.catalog.vendCredentials(given.ana, narrow)

  assert.deepEqual(given.vended[0]?.prefixes, [{ location: 's3://projections/p/', access: 'get' }])
})

test('given what opens no files, when credentials are asked for, then none are had', async () => {
  await using given = await givenCatalog()
  const loaded = await givenFlights(given)
  const { catalog, ana } = given
  const described = { ...loaded, access: accessWith({ permissions: new Set(['DESCRIBE']) }) }

  assert.equal(await catalog.vendCredentials(ana, described), undefined)
  assert.equal(await catalog.vendCredentials(callerOf('eve', stranger), loaded), undefined)
  given.refused.add('s3:GetObject')
  assert.equal(await catalog.vendCredentials(ana, loaded), undefined)
  given.refused.add('lakeformation:GetDataAccess')
  assert.equal(await catalog.vendCredentials(ana, { ...loaded, projected: true }), undefined)
  assert.deepEqual(given.vended, [])
})
