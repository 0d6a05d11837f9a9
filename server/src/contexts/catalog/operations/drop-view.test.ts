import assert from 'node:assert/strict'
import { test } from 'node:test'
import { databaseNotEmpty, noSuchView } from '../errors.ts'
import { givenCatalog, mobility } from '../testing/given-catalog.ts'
import { givenGoverned } from '../testing/given-governed.ts'
import { late, lateFlights, saying } from '../testing/given-views.ts'

test('given a database with a view, when it is dropped, then only once it is empty', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await catalog.createDatabase(ana, mobility)
  await catalog.createView(ana, lateFlights)

  await assert.rejects(catalog.dropDatabase(ana, mobility), databaseNotEmpty.matches)
  await catalog.dropView(ana, late)
  await catalog.dropDatabase(ana, mobility)

  await assert.rejects(catalog.loadView(ana, late), noSuchView.matches)
})

test('given a view that is granted, when it is altered, then only as was granted', async () => {
  await using given = await givenGoverned()
  const { ana, ben, grant } = given
  const { catalog } = given.lake
  const view = { accountId: ana.accountId, database: 'mobility', view: 'late' }
  await catalog.createDatabase(ana, view)
  await catalog.createView(ana, { ...lateFlights, ...view })
  const resource = { kind: 'table' as const, database: 'mobility', table: 'late' }
  const replace = { ...view, requirements: [], updates: saying('SELECT 1') }
  const rename = { from: view, to: { ...view, view: 'mine' } }
  await grant({ resource, permissions: ['DESCRIBE'] })

  await catalog.loadView(ben, view)
  await assert.rejects(catalog.replaceView(ben, replace), { code: 'governance.denied' })
  await assert.rejects(catalog.renameView(ben, rename), { code: 'governance.denied' })
  await assert.rejects(catalog.dropView(ben, view), { code: 'governance.denied' })

  await grant({ resource, permissions: ['ALTER'] })
  await catalog.replaceView(ben, replace)
  await assert.rejects(catalog.dropView(ben, view), { code: 'governance.denied' })
})
