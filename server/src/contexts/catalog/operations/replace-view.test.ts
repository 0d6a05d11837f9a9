import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commitConflict, invalidLocation, invalidUpdate } from '../errors.ts'
import { createCatalog } from '../index.ts'
import type { ViewMetadata } from '../model/view.ts'
import type { ViewUpdate } from '../model/view-update.ts'
import { givenCatalog, givenFlightsElsewhere, mobility } from '../testing/given-catalog.ts'
import { late, lateFlights, saying, versionSaying } from '../testing/given-views.ts'

test('given a view, when it says something else, then what it said before is kept', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await catalog.createDatabase(ana, mobility)
  const { metadata } = await catalog.createView(ana, lateFlights)
  const requirements = [{ type: 'assert-view-uuid' as const, uuid: metadata['view-uuid'] }]
  const replace = (updates: ViewUpdate[]) =>
    catalog.replaceView(ana, { ...late, requirements, updates })

  await replace(saying('SELECT 1'))
  const { metadata: second } = await replace(saying('SELECT 1'))
  const back: ViewUpdate = { action: 'set-current-view-version', 'view-version-id': 1 }
  const { metadata: third } = await replace([back])

  assert.deepEqual(texts(second), ['SELECT * FROM flights WHERE delay > 30', 'SELECT 1'])
  assert.equal(second['current-version-id'], 2)
  assert.deepEqual(
    third['version-log'].map((entry) => entry['version-id']),
    [1, 2, 1],
  )
})

test('given writers who race, when they replace a view, then nothing is lost', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await catalog.createDatabase(ana, mobility)
  await catalog.createView(ana, lateFlights)
  const servers = [catalog, createCatalog(given.deps)]
  const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`)

  await Promise.all(
    keys.map((key, index) =>
      servers[index % 2]?.replaceView(ana, {
        ...late,
        requirements: [],
        updates: [{ action: 'set-properties', updates: { [key]: 'x' } }],
      }),
    ),
  )

  const { metadata, view } = await catalog.loadView(ana, late)
  assert.deepEqual(Object.keys(metadata.properties).sort(), keys.toSorted())
  assert.equal(view.version, 21)
})

test('given updates that make no sense, when they come, then the view is as it was', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  const { location } = await givenFlightsElsewhere(given)
  const { metadata } = await catalog.createView(ana, lateFlights)
  const replace = (updates: unknown[], uuid = metadata['view-uuid']) =>
    catalog.replaceView(ana, {
      ...late,
      requirements: [{ type: 'assert-view-uuid', uuid }],
      updates: updates as ViewUpdate[],
    })
  const otherDialect = versionSaying('', {
    representations: [{ type: 'sql', dialect: 'trino', sql: 'SELECT 1' }],
  })
  const wrong = [
    [{ action: 'constructor' }],
    [{ action: 'add-view-version', 'view-version': { 'version-id': 7 } }],
    [{ action: 'add-view-version', 'view-version': versionSaying('', { 'schema-id': 7 }) }],
    [{ action: 'set-current-view-version', 'view-version-id': -1 }],
    [{ action: 'set-current-view-version', 'view-version-id': 9 }],
    [{ action: 'assign-uuid', uuid: '8f6c0a0e-54c1-4c8c-a1b0-0d8a1e3b2c4d' }],
    [{ action: 'upgrade-format-version', 'format-version': 2 }],
    [{ action: 'set-properties', updates: { 'version.history.num-entries': '0' } }],
    [
      { action: 'add-view-version', 'view-version': otherDialect },
      { action: 'set-current-view-version', 'view-version-id': -1 },
    ],
  ]

  for (const updates of wrong)
    await assert.rejects(replace(updates), invalidUpdate.matches, JSON.stringify(updates))
  await assert.rejects(replace([], '8f6c0a0e-54c1-4c8c-a1b0-0d8a1e3b2c4d'), commitConflict.matches)
  await assert.rejects(replace([{ action: 'set-location', location }]), invalidLocation.matches)
  assert.deepEqual((await catalog.loadView(ana, late)).metadata, metadata)
})

test('given many versions, when another comes, then the oldest go', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await catalog.createDatabase(ana, mobility)
  const properties = { 'version.history.num-entries': '2' }
  await catalog.createView(ana, { ...lateFlights, properties })

  for (const sql of ['SELECT 1', 'SELECT 2', 'SELECT 3'])
    await catalog.replaceView(ana, { ...late, requirements: [], updates: saying(sql) })

  const { metadata } = await catalog.loadView(ana, late)
  assert.deepEqual(texts(metadata), ['SELECT 2', 'SELECT 3'])
  assert.deepEqual(
    metadata['version-log'].map((entry) => entry['version-id']),
    [3, 4],
  )
})

function texts({ versions }: ViewMetadata): string[] {
  return versions.flatMap(({ representations }) => representations.map(({ sql }) => sql))
}
