import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Predicate } from '../../governance/index.ts'
import { addSpeed } from '../store/projection-speeds.ts'
import { delays } from '../testing/given-catalog.ts'
import { type GivenProjected, givenProjected } from '../testing/given-projected.ts'

const [day, carrier, delay] = [1, 2, 3]
const lufthansa: Predicate = { op: '=', column: carrier, value: { type: 'string', value: 'LH' } }

async function givenPriced() {
  const given = await givenProjected()
  await given.append(delays('2026-01-01', 'LH', [5, 7]))
  await given.append(delays('2026-01-02', 'UA', [8]))
  const { table, metadata } = await given.freely(() => given.load())
  const sizeBytes = Number(metadata.snapshots?.at(-1)?.summary['total-files-size'])
  const read = (columns: number[], rowFilter?: Predicate) => ({
    tableId: table.id,
    access: {
      columns: new Set(columns),
      cellFilters: new Map(),
      ...(rowFilter ? { rowFilter } : {}),
    },
  })
  return { given, sizeBytes, read }
}

test('given a read of a part, when asked for its cost, then sizes and time are told', async () => {
  const { given, sizeBytes, read } = await givenPriced()
  await using _ = given

  const wish = [read([day, delay]), read([delay, day]), read([day, carrier, delay], lufthansa)]
  const { costs, unknown } = await given.catalog.projectionCosts(given.ana, wish)

  const [part, filtered] = costs
  assert.deepEqual([costs.length, unknown, part?.at, filtered?.at], [2, 0, 0, 2])
  assert.deepEqual([part?.readBytes, part?.filtered], [sizeBytes, false])
  assert.deepEqual([filtered?.storeBytes, filtered?.filtered], [sizeBytes, true])
  assert.ok(part && part.storeBytes > 0 && part.storeBytes < sizeBytes, `${part?.storeBytes}`)
  assert.ok(part.seconds > 0 && part.seconds < 1, `${part.seconds}`)
})

test('given a projection that is there, when its cost is asked, then it costs none', async () => {
  const { given, read } = await givenPriced()
  await using _ = given
  await readOnce(given)

  const built = await given.catalog.projectionCosts(given.ana, [read([day, delay])])
  await given.append(delays('2026-01-03', 'UA', [9]))
  const grown = await given.catalog.projectionCosts(given.ana, [read([day, delay])])

  assert.deepEqual(built.costs, [])
  assert.equal(grown.costs[0]?.files, 1) // The other two are there.
})

test('given a slow host, when a cost is asked, then it takes as long as others did', async () => {
  const { given, read } = await givenPriced()
  await using _ = given
  const seconds = async () => {
    const { costs } = await given.catalog.projectionCosts(given.ana, [read([day])])
    return costs[0]?.seconds ?? 0
  }
  const usual = await seconds()
  await addSpeed(given.deps.sql, 1, { madeSeconds: 900, expectedSeconds: 300 })
  const slow = await seconds()

  // What was long ago counts less: of 1,200 seconds the last 600 and what is new.
  await addSpeed(given.deps.sql, 1, { madeSeconds: 900, expectedSeconds: 900 })
  await addSpeed(given.deps.sql, 1, { madeSeconds: 600, expectedSeconds: 600 })

  assert.ok(Math.abs(slow / usual - 3) < 0.01, `${slow} of ${usual}`)
  const now = (await seconds()) / usual
  assert.ok(now > 1 && now < 1.3, `${now}`)
})

test('given a large file, when a projection is made of it, then its speed is kept', async () => {
  const given = await givenProjected()
  await using _ = given
  const columns = [
    "date '2026-01-01' + i::INTEGER % 900 AS day",
    'md5(i::VARCHAR) AS carrier',
    'i AS delay',
  ]
  await given.append(`SELECT ${columns} FROM range(60000) t(i)`)

  await readOnce(given)

  const [speed] = await given.deps.sql.selectFrom('catalog.projectionSpeeds').selectAll().execute()
  assert.ok(speed && speed.madeSeconds > 0 && speed.expectedSeconds > 0.02, `${speed}`)
})

test('given another account, when a cost is asked, then the size of all is not told', async () => {
  const { given, read } = await givenPriced()
  await using _ = given
  const stranger = { ...given.ana, accountId: '999999999999' as never }

  const { costs } = await given.catalog.projectionCosts(stranger, [read([day])])

  assert.ok(costs[0] && costs[0].storeBytes > 0 && !('readBytes' in costs[0]))
})

test('given very many reads, when their cost is asked, then only the first are told', async () => {
  const { given, read } = await givenPriced()
  await using _ = given
  const filter = (value: number): Predicate => ({
    ...{ op: '>', column: delay, value: { type: 'long', value: String(value) } },
  })
  const wish = Array.from({ length: 60 }, (_, at) => read([day], filter(at)))

  const { costs, unknown } = await given.catalog.projectionCosts(given.ana, wish)

  assert.deepEqual([costs.length, unknown], [50, 10])
})

async function readOnce(given: GivenProjected): Promise<void> {
  given.allow({ columns: new Set([day, delay]) })
  await given.load()
  given.allow(undefined)
}
