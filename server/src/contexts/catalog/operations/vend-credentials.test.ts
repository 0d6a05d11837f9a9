import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST } from '../../../testing/identity.ts'
import {
  accessWith,
  callerOf,
  givenCatalog,
  givenFlights,
  schema,
  stranger,
} from '../testing/given-catalog.ts'
import { givenGoverned } from '../testing/given-governed.ts'

test('given full rights, when credentials are vended, then for this table alone', async () => {
  await using given = await givenCatalog()
  const loaded = await givenFlights(given)

  const vended = await given.catalog.vendCredentials(given.ana, loaded)

  assert.equal(vended?.prefix, `${loaded.location}/`)
  assert.deepEqual(given.vended, [
    {
      prefixes: [{ location: `${loaded.location}/`, access: 'read-write' }],
      tableId: loaded.table.id,
      view: '{"base":true,"writes":true}',
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
  given.refused.add('lakeformation:GetDataAccess')
  assert.equal(await catalog.vendCredentials(ana, { ...loaded, projected: true }), undefined)
  given.refused.add('s3:GetObject')
  assert.equal(await catalog.vendCredentials(ana, loaded), undefined)
  assert.deepEqual(given.vended, [])
})

test('given IAM alone, when keys are asked for, then they write for who may commit', async () => {
  await using given = await givenCatalog()
  const loaded = await givenFlights(given)
  const vended = async (...refused: string[]) => {
    for (const action of refused) given.refused.add(action)
    await given.catalog.vendCredentials(given.ana, loaded)
    return given.vended.at(-1)?.prefixes[0]?.access
  }

  assert.equal(await vended(), 'read-write')
  assert.equal(await vended('glue:UpdateTable'), 'read')
  // Without Lake Formation’s word, S3’s policies open what lies in the own warehouse.
  assert.equal(await vended('lakeformation:GetDataAccess'), 'read-write')
  assert.equal(await vended('s3:PutObject'), 'read')
})

test('given a table at its database’s root, when it is written, then as ever', async () => {
  await using given = await givenGoverned()
  const { ana, ben, lake } = given
  const at = { accountId: ana.accountId, database: 'mobility' }
  await lake.catalog.createDatabase(ana, at)
  const first = { ...at, table: 'first' }
  await lake.catalog.createTable(ana, { ...first, schema })
  await lake.catalog.dropTable(ana, first)
  const root = { ...at, table: 'root' }
  const location = `s3://warehouse-${at.accountId}/mobility`
  await lake.catalog.createTable(ana, { ...root, schema, location })
  const resource = { kind: 'table', database: 'mobility', table: 'root' } as const
  await given.grant({ resource, permissions: ['SELECT', 'INSERT', 'ALTER'] })

  const loaded = await lake.catalog.loadTable(ben, root)
  const vended = await lake.catalog.vendCredentials(ben, loaded)
  const updates = [{ action: 'set-properties' as const, updates: { owner: 'ben' } }]
  const committed = await lake.catalog.commitTable(ben, { ...root, requirements: [], updates })

  assert.ok(vended)
  const { caller } = await lake.identity.authenticate(vended.credentials, FROM_HOST, {
    storage: true,
  })
  assert.deepEqual(caller.scope?.prefixes, [{ location: `${location}/`, access: 'read-write' }])
  assert.equal(lake.governance.keysEnded(caller, 'write'), false)
  assert.equal(committed.metadata.properties.owner, 'ben')
})
