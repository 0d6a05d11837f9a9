import assert from 'node:assert/strict'
import { test } from 'node:test'
import { externalRestricted, invalidFilter, invalidPage } from '../errors.ts'
import type { PartitionFilter } from '../index.ts'
import { flights, givenCatalog, givenFlights, mobility } from '../testing/given-catalog.ts'
import { givenPartitions, partialAccess, partitionOf, raw } from '../testing/given-external.ts'

const DAYS = ['2024-01-01', '2024-01-02', '2024-02-01', '__HIVE_DEFAULT_PARTITION__']
const HOURS = ['1', '02', '10', 'never']
const ALL = DAYS.flatMap((day) => HOURS.map((hour) => [day, hour]))

test('given partitions, when they are read by pages, then each once and in order', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenPartitions(given, ALL)
  const seen: string[] = []
  let token: string | undefined

  do {
    const query = { ...raw, size: 3, ...(token ? { token } : {}) }
    const page = await catalog.listPartitions(ana, query)
    seen.push(...page.items.map(({ values }) => values.join('/')))
    token = page.next
  } while (token)

  assert.deepEqual(
    seen,
    ALL.map((values) => values.join('/')),
  )
  for (const wrong of ['x', Buffer.from('["\\u0000"]').toString('base64url')])
    await assert.rejects(
      catalog.listPartitions(ana, { ...raw, size: 3, token: wrong }),
      invalidPage.matches,
    )
})

test('given segments, when all are read, then every partition is in one of them', async () => {
  await using given = await givenCatalog()
  await givenPartitions(given, ALL)
  const read = async (number: number) => {
    const query = { ...raw, size: 100, segment: { number, total: 3 } }
    return (await given.catalog.listPartitions(given.ana, query)).items
  }

  const segments = await Promise.all([read(0), read(1), read(2)])

  const seen = segments.flat().map(({ values }) => values.join('/'))
  assert.deepEqual(seen.sort(), ALL.map((values) => values.join('/')).sort())
  assert.ok(segments.filter(({ length }) => length > 0).length > 1)
})

test('given filters, when they are applied, then values are compared as their types', async () => {
  await using given = await givenCatalog()
  await givenPartitions(given, ALL)
  const count = async (filter: PartitionFilter) => {
    const page = await given.catalog.listPartitions(given.ana, { ...raw, size: 100, filter })
    return page.items.length
  }
  const hour = { key: 'hour' }
  const day = { key: 'DAY' }

  const cases: [PartitionFilter, number][] = [
    [{ op: '=', ...hour, value: '2' }, 4],
    [{ op: '>', ...hour, value: '1.5' }, 8],
    [{ op: '<>', ...hour, value: '10' }, 8],
    [{ op: 'in', ...hour, values: ['1', '+10'] }, 8],
    [{ op: 'between', ...day, low: '2024-01-02', high: '2024-01-31' }, 4],
    [{ op: '=', ...day, value: '2024-01-01 00:00:00.000' }, 4],
    [{ op: '<', ...day, value: '2024-01-01T00:00' }, 0],
    [{ op: 'is-null', ...day }, 4],
    [{ op: 'not', term: { op: 'is-null', ...day } }, 12],
    [{ op: 'like', ...day, pattern: '2024-01-__' }, 8],
    [{ op: 'not', term: { op: 'like', ...day, pattern: '%-01' } }, 4],
    [
      {
        op: 'or',
        terms: [
          { op: '=', ...hour, value: '10' },
          { op: 'is-null', ...day },
        ],
      },
      7,
    ],
    [
      {
        op: 'and',
        terms: [
          { op: '=', ...hour, value: '10' },
          { op: 'is-null', ...day },
        ],
      },
      1,
    ],
  ]
  for (const [filter, expected] of cases)
    assert.equal(await count(filter), expected, JSON.stringify(filter))
  for (const wrong of [
    { op: '=', ...hour, value: 'x' } as const,
    { op: '=', ...day, value: '1' } as const,
    { op: '=', key: 'delay', value: '1' } as const,
  ])
    await assert.rejects(count(wrong), invalidFilter.matches)
})

test('given texts as keys, when the first are known, then an index finds the same', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await catalog.createDatabase(ana, mobility)
  const keys = ['a', 'b'].map((name) => ({ name, type: 'string' }))
  const texts = { ...mobility, table: 'texts' }
  const definition = { columns: [], partitionKeys: keys, properties: {}, kept: {} }
  await catalog.createExternalTable(ana, { ...texts, definition })
  const values = ['', 'x', 'xx', 'x ', 'y', 'é', 'X', '\u{1f600}'].map((tail) => `k${tail}`)
  const pairs = values.flatMap((one) => values.map((other) => [one, other]))
  await catalog.createPartitions(ana, {
    ...texts,
    partitions: pairs.map((pair) => partitionOf(...pair)),
  })
  const found = async (filter: PartitionFilter) => {
    const { items } = await catalog.listPartitions(ana, { ...texts, size: 100, filter })
    return items.map((item) => item.values.join('/')).sort()
  }

  for (const value of values) {
    const a: PartitionFilter = { op: '=', key: 'a', value }
    const b: PartitionFilter = { op: '=', key: 'b', value: 'kx' }
    assert.deepEqual(await found(a), values.map((other) => `${value}/${other}`).sort())
    assert.deepEqual(await found({ op: 'and', terms: [b, a] }), [`${value}/kx`])
  }
})

test('given who may read some columns, when they list, then they are refused', async () => {
  await using given = await givenCatalog()
  await givenPartitions(given, ALL)
  partialAccess(given, [1])

  const listed = given.catalog.listPartitions(given.ana, { ...raw, size: 1 })

  await assert.rejects(listed, externalRestricted.matches)
})

test('given an Iceberg table open in part, when partitions are listed, then none are', async () => {
  await using given = await givenCatalog()
  await givenFlights(given)
  partialAccess(given, [1])

  const { items } = await given.catalog.listPartitions(given.ana, { ...flights, size: 1 })

  assert.deepEqual(items, [])
})
