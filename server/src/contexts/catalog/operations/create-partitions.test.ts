import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchTable, notExternal } from '../errors.ts'
import { callerOf, flights, givenCatalog, schema, stranger } from '../testing/given-catalog.ts'
import { givenRaw, givenVault, partitionOf, raw, rawDefinition } from '../testing/given-external.ts'

test('given partitions, when some cannot be made, then the others are there', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenRaw(given)
  await catalog.createPartitions(ana, { ...raw, partitions: [partitionOf('2024-01-01', '1')] })

  const failures = await catalog.createPartitions(ana, {
    ...raw,
    partitions: [
      partitionOf('2024-01-01', '1'),
      partitionOf('2024-01-01', '2'),
      partitionOf('2024-01-01', '2'),
      partitionOf('2024-01-01'),
      partitionOf('2024-01-01', ''),
      partitionOf('2024-01-01', 'a\0b'),
      {
        ...partitionOf('2024-01-01', '3'),
        definition: { ...partitionOf().definition, location: 'x' },
      },
    ],
  })

  assert.deepEqual(failures.map(({ error }) => error.code).sort(), [
    ...['catalog.invalid-location', 'catalog.invalid-partition', 'catalog.invalid-partition'],
    ...['catalog.invalid-partition', 'catalog.partition-already-exists'],
    'catalog.partition-already-exists',
  ])
  const { items } = await catalog.listPartitions(ana, { ...raw, size: 10 })
  assert.deepEqual(
    items.map(({ values }) => values),
    [
      ['2024-01-01', '1'],
      ['2024-01-01', '2'],
    ],
  )
})

test('given an Iceberg table or a stranger, when partitions are made, then refused', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenRaw(given)
  await catalog.createTable(ana, { ...flights, schema })
  const partitions = [partitionOf('2024-01-01', '1')]

  const iceberg = catalog.createPartitions(ana, { ...flights, partitions })

  await assert.rejects(iceberg, notExternal.matches)
  const strange = catalog.createPartitions(callerOf('ben', stranger), { ...raw, partitions })
  await assert.rejects(strange, noSuchTable.matches)
})

test('given a place under governance, when a partition is to lie there, then refused', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenRaw(given)
  await givenVault(given)
  const definition = { ...partitionOf().definition, location: 's3://vault/secret' }

  const [failure] = await catalog.createPartitions(ana, {
    ...raw,
    partitions: [{ values: ['2024-01-01', '1'], definition }],
  })

  assert.equal(failure?.error.kind, 'denied')
  const table = catalog.createExternalTable(ana, {
    ...raw,
    table: 'other',
    definition: { ...rawDefinition, location: 's3://vault/secret' },
  })
  await assert.rejects(table, (error: { kind?: string }) => error.kind === 'denied')
})
