import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IngestionDeps } from '../deps.ts'
import { countsOf, deliver, givenFeed, givenIngestion, takeIn } from './given-ingestion.ts'

const days = ['2013-01-01', '2013-01-02', '2013-01-03', '2013-01-04']

/** Before or after any far call the process may end; here the call throws instead. */
type Fault = { point: string; when: 'before' | 'after'; once: boolean }

function breaking<Part extends object>(part: Part, name: string, fault: Fault): Part {
  return new Proxy(part, {
    get: (target, key) => {
      const known = Reflect.get(target, key)
      if (typeof known !== 'function') return known
      return async (...given: unknown[]) => {
        const hit = fault.once && fault.point === `${name}.${String(key)}`
        if (hit) fault.once = false
        if (hit && fault.when === 'before') throw new TypeError(`crash before ${fault.point}`)
        const answer: unknown = await Reflect.apply(known, target, given)
        if (hit) throw new TypeError(`crash after ${fault.point}`)
        return answer
      }
    },
  })
}

const points = [
  'storage.stagingPath',
  'storage.ensureBucket',
  'storage.adopt',
  'storage.localFile',
  'catalog.createTable',
  'catalog.loadTable',
  'catalog.append',
  'catalog.replaceFiles',
]

for (const point of points)
  for (const when of ['before', 'after'] as const)
    test(`given a crash ${when} ${point}, when started again, then all is there once`, async () => {
      const fault: Fault = { point, when, once: false }
      const withFault = ({ storage, catalog }: IngestionDeps) => ({
        storage: breaking(storage, 'storage', fault),
        catalog: breaking(catalog, 'catalog', fault),
      })
      await using given = await givenIngestion(withFault)
      const feed = await givenFeed(given)
      await deliver(given, days[0] as string, countsOf(days[0] as string, [1, 2]))
      const first = point === 'catalog.createTable' || point === 'catalog.append'
      if (!first) await takeIn(given, feed)
      for (const day of days) await deliver(given, day, countsOf(day, [10, 20]))

      fault.once = true
      await takeIn(given, feed).catch(() => {})
      // What arrives meanwhile must not slip into the batch that was on its way.
      await deliver(given, '2013-01-05', countsOf('2013-01-05', [10, 20]))
      await takeIn(given, feed)

      assert.equal(fault.once, false)
      const sums = 'SELECT count(*)::INT AS n, sum(count)::INT AS total FROM $table'
      assert.deepEqual(await given.rows(sums), [{ n: 10, total: 150 }])
      const deliveries = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
      assert.ok(deliveries.every(({ state }) => state === 'loaded'))
      const current = deliveries.map(({ currentVintage }) => currentVintage)
      const inTable = await given.rows('SELECT DISTINCT _vintage::INT AS v FROM $table ORDER BY 1')
      assert.deepEqual(
        inTable.map((row) => (row as { v: number }).v),
        current.sort((one, other) => Number(one) - Number(other)),
      )
    })
