import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchView, renameTargetExists } from '../errors.ts'
import { flights, givenCatalog, givenFlights } from '../testing/given-catalog.ts'
import { late, lateFlights } from '../testing/given-views.ts'

test('given a view, when it is renamed, then the new name has all of it', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenFlights(given)
  const { view } = await catalog.createView(ana, lateFlights)
  const to = { ...late, view: 'delayed' }

  await catalog.renameView(ana, { from: late, to })

  assert.equal((await catalog.loadView(ana, to)).view.id, view.id)
  await assert.rejects(catalog.loadView(ana, late), noSuchView.matches)
  const onto = { from: to, to: { ...late, view: 'flights' } }
  await assert.rejects(catalog.renameView(ana, onto), renameTargetExists.matches)
  const table = { from: flights, to: { ...flights, table: 'delayed' } }
  await assert.rejects(catalog.renameTable(ana, table), renameTargetExists.matches)
})
