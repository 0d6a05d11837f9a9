import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchView, viewRestricted } from '../errors.ts'
import { givenGoverned } from '../testing/given-governed.ts'
import { lateFlights } from '../testing/given-views.ts'

test('given who may not, when they create or look, then they learn nothing', async () => {
  await using given = await givenGoverned()
  const { ana, ben, grant } = given
  const { catalog } = given.lake
  const { accountId } = ana
  const at = { accountId, database: 'mobility' }
  const view = { ...at, view: 'late' }
  await catalog.createDatabase(ana, at)
  await catalog.createView(ana, { ...lateFlights, accountId })
  const resource = { kind: 'database' as const, database: 'mobility' }
  await grant({ resource, permissions: ['DESCRIBE'] })

  const hidden = await catalog.loadView(ben, view).catch((error) => error)
  const absent = await catalog.loadView(ben, { ...at, view: 'none' }).catch((error) => error)
  assert.equal(hidden.message.replace('late', 'none'), absent.message)
  assert.deepEqual((await catalog.listViews(ben, at)).items, [])
  await assert.rejects(catalog.dropView(ben, view), noSuchView.matches)
  const own = { ...lateFlights, accountId, view: 'own' }
  await assert.rejects(catalog.createView(ben, own), { code: 'governance.denied' })

  await grant({ resource, permissions: ['CREATE_TABLE'] })
  await catalog.createView(ben, own)
  await catalog.dropView(ben, { ...at, view: 'own' })
})

test('given some columns of a view, when it is loaded, then its text is not told', async () => {
  await using given = await givenGoverned()
  const { ana, ben, grant } = given
  const { catalog } = given.lake
  const { accountId } = ana
  await catalog.createDatabase(ana, { accountId, database: 'mobility' })
  await catalog.createView(ana, { ...lateFlights, accountId })
  const at = { accountId, database: 'mobility', view: 'late' }
  const on = { database: 'mobility', table: 'late' }
  const columns = { kind: 'columns' as const, ...on, include: ['day'] }

  await grant({ resource: columns, permissions: ['SELECT'] })
  await assert.rejects(catalog.loadView(ben, at), viewRestricted.matches)

  await grant({ resource: { kind: 'table', ...on }, permissions: ['SELECT'] })
  const { metadata } = await catalog.loadView(ben, at)
  assert.equal(metadata.versions.length, 1)
})
