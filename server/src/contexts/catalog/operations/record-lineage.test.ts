import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller } from '../../identity/index.ts'
import { invalidLineage } from '../errors.ts'
import type { Catalog } from '../index.ts'
import { schema } from '../testing/given-catalog.ts'
import { type GivenGoverned, givenGoverned } from '../testing/given-governed.ts'
import { eventOf, glueName } from '../testing/given-lineage.ts'

const table = (name: string) => ({ kind: 'table' as const, database: 'mobility', table: name })

/** Tables of ana, and ben who is granted nothing yet. */
async function givenTables(): Promise<GivenGoverned> {
  const given = await givenGoverned()
  const { ana, lake } = given
  const mobility = { accountId: ana.accountId, database: 'mobility' }
  await lake.catalog.createDatabase(ana, mobility)
  for (const name of ['flights', 'hourly'])
    await lake.catalog.createTable(ana, { ...mobility, table: name, schema })
  return given
}

async function downstream(catalog: Catalog, caller: Caller, name: string) {
  const ref = { accountId: caller.accountId, database: 'mobility', table: name }
  const tables = await catalog.visibleAmong(caller, [ref])
  return catalog.readLineage(caller, { tables, direction: 'downstream', columns: true })
}

test('given an event, when it is told twice, then it is known once, with columns', async () => {
  await using given = await givenTables()
  const { ana } = given
  const { catalog } = given.lake
  const event = eventOf('COMPLETE', ana.accountId)

  await catalog.recordLineage(ana, { events: [event] })
  await catalog.recordLineage(ana, { events: [{ ...event, inputs: [] }, event] })

  const edges = await downstream(catalog, ana, 'flights')
  assert.deepEqual(
    edges.map(({ job, output, columns }) => [job?.name, output.table, columns]),
    [['hourly', 'hourly', [{ from: 'delay', to: 'delay', how: 'DIRECT/AGGREGATION' }]]],
  )
})

test('given a run that failed, when it is told, then it has made nothing', async () => {
  await using given = await givenTables()
  const { ana } = given
  const { catalog } = given.lake

  await catalog.recordLineage(ana, { events: [eventOf('FAIL', ana.accountId)] })

  assert.deepEqual(await downstream(catalog, ana, 'flights'), [])
})

test('given no right to write, when lineage is claimed, then nothing is kept', async () => {
  await using given = await givenTables()
  const { ana, ben, grant } = given
  const { catalog } = given.lake
  const event = eventOf('COMPLETE', ana.accountId)
  const claim = () => catalog.recordLineage(ben, { events: [event] })
  await grant({ resource: table('flights'), permissions: ['DESCRIBE'] })

  await claim() // The output is hidden: the same answer as for what is not there.
  await grant({ resource: table('hourly'), permissions: ['DESCRIBE', 'SELECT'] })
  await assert.rejects(claim(), { code: 'governance.denied' })
  assert.deepEqual(await downstream(catalog, ana, 'flights'), [])

  await grant({ resource: table('hourly'), permissions: ['INSERT'] })
  await claim()
  assert.equal((await downstream(catalog, ana, 'flights')).length, 1)
})

test('given a hidden input, when it is told, then its table is not joined', async () => {
  await using given = await givenTables()
  const { ana, ben, grant } = given
  const { catalog } = given.lake
  await grant({ resource: table('hourly'), permissions: ['DESCRIBE', 'INSERT'] })

  await catalog.recordLineage(ben, { events: [eventOf('COMPLETE', ana.accountId)] })

  assert.deepEqual(await downstream(catalog, ana, 'flights'), [])
})

test('given an event told by another first, when it is told, then it counts', async () => {
  await using given = await givenTables()
  const { ana, ben, grant } = given
  const { catalog } = given.lake
  const event = eventOf('COMPLETE', ana.accountId)
  await grant({ resource: table('hourly'), permissions: ['DESCRIBE', 'INSERT'] })

  await catalog.recordLineage(ben, { events: [{ ...event, inputs: [] }] })
  await catalog.recordLineage(ana, { events: [event] })

  assert.equal((await downstream(catalog, ana, 'flights')).length, 1)
})

test('given a table at its place, when that or a symlink names it, then it is found', async () => {
  await using given = await givenTables()
  const { ana } = given
  const { catalog } = given.lake
  const ref = { accountId: ana.accountId, database: 'mobility', table: 'flights' }
  const { location } = (await catalog.loadTable(ana, ref)).table
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(location) ?? []
  const output = glueName('hourly', ana.accountId)
  const symlinks = { identifiers: [{ ...output, type: 'TABLE' }] }
  const event = {
    ...eventOf('COMPLETE', ana.accountId),
    inputs: [{ namespace: `s3a://${bucket}`, name: `/${path}` }],
    outputs: [{ namespace: 'file', name: '/tmp/hourly', facets: { symlinks } }],
  }

  await catalog.recordLineage(ana, { events: [event] })

  assert.equal((await downstream(catalog, ana, 'flights')).length, 1)
})

test('given a batch with a wrong event, when it is told, then none of it is kept', async () => {
  await using given = await givenTables()
  const { ana } = given
  const { catalog } = given.lake
  const event = eventOf('COMPLETE', ana.accountId)

  const told = catalog.recordLineage(ana, { events: [event, {}] })

  await assert.rejects(told, invalidLineage.matches)
  assert.deepEqual(await downstream(catalog, ana, 'flights'), [])
})
