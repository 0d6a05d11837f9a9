import assert from 'node:assert/strict'
import { test } from 'node:test'
import { delays, flights, givenCatalog, givenFlights } from '../testing/given-catalog.ts'

test('given commits, when snapshots are listed by pages, then the newest is first', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenFlights(given)
  for (const day of ['2013-01-01', '2013-01-02', '2013-01-03']) {
    const files = [await given.written(delays(day, 'AA', [1]))]
    await catalog.append(ana, { ...flights, files, commitKey: day })
  }

  const first = await catalog.listSnapshots(ana, { ...flights, size: 2 })
  const rest = await catalog.listSnapshots(ana, { ...flights, size: 2, from: first.next ?? 0 })

  const totals = [...first.items, ...rest.items].map(({ summary }) => summary['total-records'])
  assert.deepEqual(totals, ['3', '2', '1'])
  assert.equal(rest.next, undefined)
})
