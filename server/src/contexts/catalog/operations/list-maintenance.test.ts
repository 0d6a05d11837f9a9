import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runMaintenance } from '../maintenance/run.ts'
import { watchMaintenance } from '../maintenance/watch.ts'
import { flights } from '../testing/given-catalog.ts'
import { givenEngine } from '../testing/given-engine.ts'

test('given a day, when the clock looks around, then the table has had its turn once', async () => {
  await using given = await givenEngine()
  const { catalog, ana, workings, ahead } = given

  await watchMaintenance(workings)
  assert.deepEqual((await catalog.listMaintenance(ana, flights)).items, [])
  ahead.ms = 25 * 3_600_000
  await watchMaintenance(workings)
  await watchMaintenance(workings)

  const { items } = await catalog.listMaintenance(ana, flights)
  assert.equal(items.length, 1)
  assert.equal(items[0]?.askerArn, undefined)
  await runMaintenance(workings, items[0]?.id ?? '')
  ahead.ms += 25 * 3_600_000
  await watchMaintenance(workings)
  const page = await catalog.listMaintenance(ana, { ...flights, size: 1 })
  assert.equal(page.items[0]?.state, 'queued')
  const rest = await catalog.listMaintenance(ana, { ...flights, size: 1, token: page.next ?? '' })
  assert.equal(rest.items[0]?.state, 'done')
})
