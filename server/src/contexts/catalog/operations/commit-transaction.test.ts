import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commitConflict, invalidUpdate, noSuchTable, notSupported } from '../errors.ts'
import { createCatalog } from '../index.ts'
import { flights, givenCatalog, givenFlights, schema } from '../testing/given-catalog.ts'
import { givenGoverned } from '../testing/given-governed.ts'

const airports = { ...flights, table: 'airports' }
const set = (key: string) => [{ action: 'set-properties' as const, updates: { [key]: 'x' } }]
const changeOf = <Ref extends object>(ref: Ref, key: string) => ({
  ...{ ...ref, requirements: [] },
  updates: set(key),
})

async function givenTwo() {
  const given = await givenCatalog()
  await givenFlights(given)
  await given.catalog.createTable(given.ana, { ...airports, schema })
  const properties = async () => {
    const loaded = [flights, airports].map((ref) => given.catalog.loadTable(given.ana, ref))
    return (await Promise.all(loaded)).map(({ metadata }) =>
      Object.keys(metadata.properties).sort(),
    )
  }
  return { ...given, properties }
}

test('given two tables, when one cannot be committed to, then neither is', async () => {
  await using given = await givenTwo()
  const { catalog, ana, properties, storage } = given
  const stale = { type: 'assert-default-spec-id' as const, 'default-spec-id': 7 }
  const good = changeOf(flights, 'a')
  const commit = (
    ...changes: Parameters<typeof catalog.commitTransaction>[1]['changes'][number][]
  ) => catalog.commitTransaction(ana, { changes })

  const conflict = { ...changeOf(airports, 'a'), requirements: [stale] }
  await assert.rejects(commit(good, conflict), commitConflict.matches)
  await assert.rejects(commit(conflict, good), commitConflict.matches)
  await assert.rejects(
    commit(good, changeOf({ ...flights, table: 'no' }, 'a')),
    noSuchTable.matches,
  )
  await assert.rejects(commit(good, changeOf(flights, 'b')), invalidUpdate.matches)
  const creation = {
    ...changeOf(airports, 'a'),
    requirements: [{ type: 'assert-create' as const }],
  }
  await assert.rejects(commit(good, creation), notSupported.matches)
  assert.deepEqual(await properties(), [[], []])
  const files: string[] = []
  for await (const { location } of storage.list('s3://warehouse-')) files.push(location)

  await commit(good, changeOf(airports, 'b'))

  assert.deepEqual(await properties(), [['a'], ['b']])
})

test('given transactions and commits that race, when all end, then nothing is lost', async () => {
  await using given = await givenTwo()
  const { catalog, ana, properties } = given
  const servers = [catalog, createCatalog(given.deps)] as const
  const keys = Array.from({ length: 20 }, (_, index) => `key-${String(index).padStart(2, '0')}`)

  await Promise.all(
    keys.flatMap((key, index) => {
      const server = servers[index % 2] ?? catalog
      const both = [changeOf(flights, key), changeOf(airports, key)]
      const changes = index % 3 === 0 ? both : both.toReversed()
      return [
        server.commitTransaction(ana, { changes }),
        server.commitTable(ana, changeOf(airports, `own-${key}`)),
      ]
    }),
  )

  const [ofFlights, ofAirports] = await properties()
  assert.deepEqual(ofFlights, keys)
  assert.deepEqual(ofAirports, [...keys, ...keys.map((key) => `own-${key}`)])
})

test('given a table that is only required, when it is another, then nothing is done', async () => {
  await using given = await givenTwo()
  const { catalog, ana, properties } = given
  const { metadata } = await catalog.loadTable(ana, airports)
  const uuid = { type: 'assert-table-uuid' as const, uuid: metadata['table-uuid'] }
  const only = { ...airports, requirements: [uuid], updates: [] }

  await catalog.commitTransaction(ana, { changes: [changeOf(flights, 'a'), only] })
  await catalog.dropTable(ana, airports)
  await catalog.createTable(ana, { ...airports, schema })
  const late = catalog.commitTransaction(ana, { changes: [changeOf(flights, 'b'), only] })

  await assert.rejects(late, commitConflict.matches)
  assert.deepEqual(await properties(), [['a'], []])
})

test('given one closed table, when committed with others, then nothing is told', async () => {
  await using given = await givenGoverned()
  const { ana, ben, grant } = given
  const { catalog } = given.lake
  const at = { accountId: ana.accountId, database: 'mobility' }
  await catalog.createDatabase(ana, at)
  for (const table of ['open', 'closed']) await catalog.createTable(ana, { ...at, table, schema })
  const resource = { kind: 'table' as const, database: 'mobility', table: 'open' }
  await grant({ resource, permissions: ['ALL'] })
  const commit = (table: string) =>
    catalog
      .commitTransaction(ben, {
        changes: [changeOf({ ...at, table: 'open' }, 'a'), changeOf({ ...at, table }, 'a')],
      })
      .catch((error) => error.message.replace(table, ''))

  assert.equal(await commit('closed'), await commit('absent'))
  const { metadata } = await catalog.loadTable(ben, { ...at, table: 'open' })
  assert.deepEqual(metadata.properties, {})
})
