import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidNotice, noSuchTable } from '../errors.ts'
import { flights, givenCatalog, givenFlights, mobility, schema } from '../testing/given-catalog.ts'
import { givenGoverned } from '../testing/given-governed.ts'
import { lateFlights } from '../testing/given-views.ts'

test('given an announcement, when its time is over, then nobody is told any more', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenFlights(given)
  await catalog.createView(ana, lateFlights)
  const past = { fromAt: new Date('2026-01-01'), untilAt: new Date('2026-01-02') }

  await catalog.announceDataset(ana, { ...flights, text: 'Gates join in May.' })
  await catalog.announceDataset(ana, { ...flights, text: 'It was so.', ...past })
  await catalog.announceDataset(ana, { ...mobility, table: 'late', text: 'A view too.' })

  const datasets = [flights, { ...mobility, table: 'late' }]
  const told = [...(await catalog.noticesOf(ana, { datasets })).values()]
  assert.deepEqual(
    told.map(({ announcements }) => announcements.map(({ text }) => text)),
    [['Gates join in May.'], ['A view too.']],
  )
})

test('given no text, a turned time or too many, when announced, then it is refused', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenFlights(given)
  const announce = (part: object) =>
    catalog.announceDataset(ana, { ...flights, text: 'a', ...part })

  await assert.rejects(announce({ text: ' ' }), invalidNotice.matches)
  await assert.rejects(announce({ text: 'a'.repeat(2001) }), invalidNotice.matches)
  await assert.rejects(announce({ untilAt: new Date(0) }), invalidNotice.matches)
  for (let count = 0; count < 50; count += 1) await announce({})
  await assert.rejects(announce({}), invalidNotice.matches)
})

test('given who sees nothing or only reads, when they announce, then it is refused', async () => {
  await using given = await givenGoverned()
  const { ana, ben, grant } = given
  const { catalog } = given.lake
  const ref = { accountId: ana.accountId, database: 'mobility', table: 'flights' }
  await catalog.createDatabase(ana, ref)
  await catalog.createTable(ana, { ...ref, schema })
  const announce = () => catalog.announceDataset(ben, { ...ref, text: 'It is mine.' })

  await assert.rejects(announce(), noSuchTable.matches)
  const resource = { kind: 'table' as const, database: 'mobility', table: 'flights' }
  await grant({ resource, permissions: ['DESCRIBE', 'SELECT'] })
  await assert.rejects(announce(), { code: 'governance.denied' })
})
