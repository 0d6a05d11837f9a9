import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createMetadata, type PartitionField, type TableMetadata } from '../../model/metadata.ts'
import { applyTransform, parseTransform, type Value } from '../../model/transform.ts'
import { presentPlace } from './place.ts'

const COLUMNS = [
  { id: 1, name: 'at', required: false, type: 'timestamp' },
  { id: 2, name: 'day', required: false, type: 'date' },
  { id: 3, name: 'carrier', required: false, type: 'string' },
  { id: 4, name: 'delay', required: false, type: 'long' },
] as const
const micros = fc.bigInt({ min: -(2n ** 52n), max: 2n ** 52n })
const row = fc.record({
  1: micros,
  2: fc.integer({ min: -40_000, max: 40_000 }),
  3: fc.string({ maxLength: 6 }),
  4: fc.bigInt({ min: -1000n, max: 1000n }),
})
const TIMES = ['identity', 'year', 'month', 'day']
const transforms: Record<number, string[]> = {
  1: [...TIMES, 'hour', 'bucket[12]'],
  2: TIMES,
  3: ['identity', 'truncate[2]', 'truncate[3]', 'bucket[12]', 'bucket[4]', 'bucket[5]'],
  4: ['identity', 'truncate[10]', 'bucket[8]', 'void'],
}
const field = fc
  .constantFrom(1, 2, 3, 4)
  .chain((id) =>
    fc.record({ id: fc.constant(id), transform: fc.constantFrom(...(transforms[id] ?? [])) }),
  )
const fields = fc.uniqueArray(field, { maxLength: 3, selector: ({ id }) => id })
type Fields = { id: number; transform: string }[]

function specFields(list: Fields, from: number): PartitionField[] {
  return list.map(({ id, transform }, at) => {
    const name = `f${from + at}`
    return { 'source-id': id, 'field-id': from + at, name, transform }
  })
}

function tableOf(earlier: Fields, present: Fields): TableMetadata {
  const schema = { type: 'struct' as const, 'schema-id': 0, fields: [...COLUMNS] }
  const uuid = '00000000-0000-4000-8000-000000000000'
  const empty = createMetadata({ uuid, location: 's3://lake/t', schema, now: new Date(0) })
  return {
    ...empty,
    'partition-specs': [
      { 'spec-id': 0, fields: specFields(earlier, 1000) },
      { 'spec-id': 1, fields: specFields(present, 2000) },
    ],
    'default-spec-id': 1,
  }
}

/** The partition of a row, by its values and nothing else. */
function partitionOf(metadata: TableMetadata, specId: number, values: Record<number, Value>) {
  const spec = metadata['partition-specs'].find((one) => one['spec-id'] === specId)
  return new Map(
    (spec?.fields ?? []).map((one): [number, Value | null] => {
      const id = one['source-id']
      const type = COLUMNS.find((column) => column.id === id)?.type ?? ''
      const value = values[id] ?? null
      return [one['field-id'], applyTransform(parseTransform(one.transform), type, value)]
    }),
  )
}

test('given any two specs, when a place is told, then it is that of every row', () => {
  const told = { places: 0 }
  const property = fc.property(fields, fields, row, (earlier, present, values) => {
    const metadata = tableOf(earlier, present)
    const file = { specId: 0, partition: partitionOf(metadata, 0, values) }

    const place = presentPlace(metadata, file)

    if (!place) return
    told.places += 1
    assert.equal(place.specId, 1)
    assert.deepEqual(place.partition, partitionOf(metadata, 1, values))
  })
  fc.assert(property, { numRuns: 2000 })
  assert.ok(told.places > 100)
})

test('given coarser specs, when asked for the place, then it is known', () => {
  const at = (earlier: Fields, present: Fields) => {
    const metadata = tableOf(earlier, present)
    const values = { 1: 1_700_000_000_000_000n, 2: 19_000, 3: 'UA', 4: 7n }
    return presentPlace(metadata, { specId: 0, partition: partitionOf(metadata, 0, values) })
  }
  const one = (id: number, transform: string): Fields => [{ id, transform }]

  assert.deepEqual([...(at(one(1, 'hour'), one(1, 'month'))?.partition ?? [])], [[2000, 646]])
  assert.deepEqual([...(at(one(3, 'bucket[12]'), one(3, 'bucket[4]'))?.partition ?? [])].length, 1)
  assert.deepEqual(at(one(2, 'day'), [])?.partition, new Map())
  assert.equal(at(one(1, 'month'), one(1, 'day')), undefined)
  assert.equal(at(one(3, 'bucket[12]'), one(3, 'bucket[5]')), undefined)
  assert.equal(at([], one(3, 'identity')), undefined)
})
