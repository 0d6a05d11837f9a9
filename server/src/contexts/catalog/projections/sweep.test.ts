import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../../foundation/clock.ts'
import { delays, flights } from '../testing/given-catalog.ts'
import { givenProjected } from '../testing/given-projected.ts'

const HOUR = 3_600_000

/** A clock of the projections alone, set forward by hand. */
async function givenClock() {
  const ahead = { ms: 0 }
  const clock = () => new Date(systemClock().getTime() + ahead.ms)
  const given = await givenProjected({}, { clock })
  const sweep = () => given.projections.jobs['catalog.sweep-projections']?.({})
  return { ...given, ahead, sweep }
}

test('given states that were superseded, when swept, then the last one stays', async () => {
  await using given = await givenClock()
  await given.append(delays('2026-01-01', 'LH', [5]))
  given.allow({ columns: new Set([3]) })
  await given.load()
  const [first] = (await given.objects()).filter((one) => one.endsWith('.metadata.json'))
  await given.append(delays('2026-01-02', 'LH', [6]))
  await given.load()

  await given.sweep()
  assert.ok((await given.objects()).includes(first as string))
  given.ahead.ms = 2 * HOUR
  await given.sweep()

  const left = await given.objects()
  assert.ok(!left.includes(first as string))
  assert.equal(left.filter((one) => one.endsWith('.parquet')).length, 2)
  assert.deepEqual(await given.read(), [{ delay: '5' }, { delay: '6' }])
})

test('given a dropped table, when swept, then nothing of it is left', async () => {
  await using given = await givenClock()
  await given.append(delays('2026-01-01', 'LH', [5]))
  given.allow({ columns: new Set([3]) })
  await given.load()
  given.allow(undefined)
  await given.catalog.dropTable(given.ana, flights)

  given.ahead.ms = 2 * HOUR
  await given.sweep()

  assert.deepEqual(await given.objects(), [])
})

test('given what nobody reads, when swept after a month, then it is gone', async () => {
  await using given = await givenClock()
  await given.append(delays('2026-01-01', 'LH', [5]))
  given.allow({ columns: new Set([3]) })
  await given.load()

  given.ahead.ms = 31 * 24 * HOUR
  await given.sweep()

  assert.deepEqual(await given.objects(), [])
  assert.deepEqual(await given.read(), [{ delay: '5' }])
})
