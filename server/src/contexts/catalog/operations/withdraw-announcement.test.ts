import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchNotice } from '../errors.ts'
import { flights, givenCatalog, givenFlights, schema } from '../testing/given-catalog.ts'

test('given an announcement, when it is withdrawn, then only from its own table', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenFlights(given)
  const other = { ...flights, table: 'weather' }
  await catalog.createTable(ana, { ...other, schema })
  const { id } = await catalog.announceDataset(ana, { ...flights, text: 'Gates join in May.' })

  await assert.rejects(catalog.withdrawAnnouncement(ana, { ...other, id }), noSuchNotice.matches)
  await catalog.withdrawAnnouncement(ana, { ...flights, id })

  const [notices] = (await catalog.noticesOf(ana, { datasets: [flights] })).values()
  assert.deepEqual(notices?.announcements, [])
})
