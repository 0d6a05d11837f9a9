import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidLocation, invalidView } from '../errors.ts'
import { givenCatalog, iamRefused, mobility } from '../testing/given-catalog.ts'
import { late, lateFlights } from '../testing/given-views.ts'

test('given a dropped view, when its metadata is registered, then it is back', async () => {
  await using given = await givenCatalog()
  const { catalog, ana, storage } = given
  await catalog.createDatabase(ana, mobility)
  const { view, metadata } = await catalog.createView(ana, lateFlights)
  await catalog.dropView(ana, late)
  const { metadataLocation } = view

  const again = await catalog.registerView(ana, { ...late, metadataLocation })

  assert.deepEqual(again.metadata, metadata)
  const other = `${view.location}/metadata/x.json`
  await storage.write(other, Buffer.from('{"format-version":1}'))
  const broken = { ...late, view: 'broken', metadataLocation: other }
  await assert.rejects(catalog.registerView(ana, broken), invalidView.matches)
  const taken = { ...late, view: 'taken', metadataLocation }
  await assert.rejects(catalog.registerView(ana, taken), invalidLocation.matches)
  given.refused.add('s3:GetObject')
  await assert.rejects(catalog.registerView(ana, broken), iamRefused.matches)
})
