import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { openDuckdb } from '../../../foundation/duckdb.ts'
import { brokenContainer, notAPartition } from '../errors.ts'
import { readContainer } from './avro.ts'
import { decodeValue, encodeValue } from './bounds.ts'
import { describeFile, parseReturnStats } from './data-file.ts'
import { copyOptions } from './duckdb-schema.ts'
import { type ManifestEntry, readManifest, writeManifest } from './manifest.ts'
import { describeManifest, readManifestList, writeManifestList } from './manifest-list.ts'
import type { PartitionSpec } from './metadata.ts'
import type { Schema } from './schema.ts'
import { applyTransform, parseTransform, type Value } from './transform.ts'

const schema: Schema = {
  type: 'struct',
  'schema-id': 2,
  fields: [
    { id: 1, name: 'at', required: false, type: 'timestamptz' },
    { id: 2, name: 'carrier', required: false, type: 'string' },
    { id: 3, name: 'fare', required: false, type: 'decimal(12,2)' },
    { id: 4, name: 'n', required: false, type: 'long' },
    { id: 5, name: 'ratio', required: false, type: 'double' },
    {
      id: 6,
      name: 'route',
      required: false,
      type: { type: 'struct', fields: [{ id: 7, name: 'to', required: false, type: 'string' }] },
    },
    {
      id: 8,
      name: 'tags',
      required: false,
      type: { type: 'list', 'element-id': 9, element: 'string', 'element-required': false },
    },
  ],
}
const spec: PartitionSpec = {
  'spec-id': 1,
  fields: [
    { 'source-id': 1, 'field-id': 1000, name: 'at-day', transform: 'day' },
    { 'source-id': 2, 'field-id': 1001, name: 'carrier', transform: 'identity' },
    { 'source-id': 3, 'field-id': 1002, name: 'fare', transform: 'truncate[100]' },
    { 'source-id': 4, 'field-id': 1003, name: 'n_bucket', transform: 'bucket[16]' },
  ],
}

const count = fc.dictionary(fc.constantFrom('1', '4'), fc.nat())
const counts = count.map((map) => new Map(Object.entries(map).map(([id, n]) => [Number(id), n])))
const long = fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n })
const plain = { noNullPrototype: true }
const arbitraryEntry: fc.Arbitrary<ManifestEntry> = fc.record(
  {
    status: fc.constantFrom('existing' as const, 'added' as const, 'deleted' as const),
    snapshotId: fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }),
    sequenceNumber: fc.nat(),
    fileSequenceNumber: fc.nat(),
    file: fc.record(
      {
        content: fc.constantFrom('data' as const, 'position-deletes' as const),
        location: fc.string(),
        format: fc.constant('PARQUET'),
        specId: fc.constant(1),
        partition: fc
          .tuple(
            fc.option(fc.integer({ min: -100_000, max: 100_000 })),
            fc.option(fc.string()),
            fc.option(fc.bigInt({ min: -999_999_999_999n, max: 999_999_999_999n })),
            fc.option(fc.nat(15)),
          )
          .map(
            (values) =>
              new Map<number, Value | null>(values.map((value, at) => [1000 + at, value])),
          ),
        recordCount: fc.nat(),
        sizeBytes: fc.nat(),
        valueCounts: counts,
        lowerBounds: long.map((value) => new Map([[4, encodeValue('long', value)]])),
        splitOffsets: fc.array(long),
      },
      plain,
    ),
  },
  plain,
)

test('given any entries, when a manifest is written and read, then they are the same', () => {
  const property = fc.property(fc.array(arbitraryEntry, { maxLength: 5 }), (entries) => {
    const bytes = writeManifest(entries, { formatVersion: 2, schema, spec, content: 'data' })
    assert.deepEqual(readManifest(bytes, schema, spec), entries)
  })
  fc.assert(property)
})

test('given a manifest, when its header is read, then it has the field ids of the format', () => {
  const bytes = writeManifest([], { formatVersion: 2, schema, spec, content: 'data' })

  const text = JSON.stringify(readContainer(bytes).schema)

  assert.match(text, /"name":"data_file",.*"field-id":2/)
  assert.match(text, /"name":"at_x2Dday"/)
  assert.throws(() => readContainer(bytes.subarray(0, bytes.length - 3)), brokenContainer.matches)
  assert.throws(() => readContainer(Buffer.from('PAR1')), brokenContainer.matches)
})

test('given any value of a type, when its bound is written and read, then it is the same', () => {
  const cases: [string, fc.Arbitrary<Value>][] = [
    ['boolean', fc.boolean()],
    ['int', fc.integer()],
    ['long', long],
    ['double', fc.double({ noNaN: true })],
    ['date', fc.integer()],
    ['timestamp', long],
    ['string', fc.string()],
    ['decimal(38,4)', fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n })],
    ['uuid', fc.uuid()],
  ]
  for (const [type, values] of cases)
    fc.assert(
      fc.property(values, (value) =>
        assert.deepEqual(decodeValue(type, encodeValue(type, value)), value),
      ),
    )
})

test('given the examples of the specification, when values are transformed, then equal', () => {
  const hashed = (type: string, value: Value) =>
    applyTransform(parseTransform('bucket[2147483647]'), type, value)
  const positive = (hash: number) => (hash & 0x7fffffff) % 2147483647
  // Iceberg spec, Appendix B: 32-bit hash requirements.
  assert.equal(hashed('int', 34), positive(2017239379))
  assert.equal(hashed('long', 34n), positive(2017239379))
  assert.equal(hashed('decimal(9,2)', 1420n), positive(-500754589))
  assert.equal(hashed('date', 17486), positive(-653330422))
  assert.equal(hashed('timestamp', 1510871468000000n), positive(-2047944441))
  assert.equal(hashed('string', 'iceberg'), positive(1210000089))
  assert.equal(hashed('uuid', 'f79c3e09-677c-4bbd-a479-3f349cb785e7'), positive(1488055340))
  assert.equal(hashed('binary', Buffer.from([0, 1, 2, 3])), positive(-188683207))
  assert.equal(applyTransform(parseTransform('truncate[10]'), 'int', -1), -10)
  assert.equal(applyTransform(parseTransform('truncate[3]'), 'string', 'iceberg'), 'ice')
  assert.equal(applyTransform(parseTransform('month'), 'date', -1), -1)
  assert.equal(applyTransform(parseTransform('hour'), 'timestamp', -1n), -1)
})

async function written(select: string) {
  const directory = await mkdtemp(join(tmpdir(), 'manifest-'))
  const path = join(directory, 'a.parquet')
  await using duckdb = await openDuckdb({ paths: [path] })
  const [row] = await duckdb.rows(`COPY (${select}) TO '${path}' (${copyOptions(schema)})`)
  await rm(directory, { recursive: true })
  return parseReturnStats(row ?? {})
}

const ROW = (time: string, carrier: string, ratio: string) =>
  `SELECT TIMESTAMPTZ '2013-01-01 ${time}+00' AS "at", '${carrier}' AS carrier,
   CAST(12.34 AS DECIMAL(12,2)) AS fare, 9007199254740993::BIGINT AS n, ${ratio}::DOUBLE AS ratio,
   {'to': 'ORD'} AS route, ['x'] AS tags`

test('given a file of DuckDB, when it is described, then counts and bounds are right', async () => {
  const file = await written(
    `${ROW('05:15:00', 'UA', '0')} UNION ALL ${ROW('06:00:00', 'UA', '2.5')}`,
  )
  assert.ok(file)

  const described = describeFile(file, { location: 's3://b/t/data/a.parquet', schema, spec })

  assert.equal(described.recordCount, 2)
  assert.deepEqual(
    [...described.partition.values()],
    [15706, 'UA', 1200n, described.partition.get(1003)],
  )
  assert.deepEqual(decodeValue('long', described.lowerBounds?.get(4) as Buffer), 9007199254740993n)
  assert.ok(Object.is(decodeValue('double', described.lowerBounds?.get(5) as Buffer), -0))
  assert.equal(decodeValue('decimal(12,2)', described.upperBounds?.get(3) as Buffer), 1234n)
  assert.equal(decodeValue('string', described.upperBounds?.get(7) as Buffer), 'ORD')
  assert.equal(described.nullCounts?.get(1), 0)
  assert.equal(described.valueCounts?.get(1), 2)
})

test('given a file across two days, when it is described, then it is in no partition', async () => {
  const file = await written(
    `${ROW('05:15:00', 'UA', '0')} UNION ALL 
     SELECT TIMESTAMPTZ '2013-01-02 05:15:00+00', * EXCLUDE ("at")
     FROM (${ROW('05:15:00', 'UA', '0')})`,
  )
  assert.ok(file)

  const describing = () => describeFile(file, { location: 's3://b/t/data/a', schema, spec })

  assert.throws(describing, notAPartition.matches)
})

test('given a NaN in a column, when the file is described, then it has no bounds', async () => {
  const file = await written(
    `${ROW('05:15:00', 'UA', "'NaN'")} UNION ALL ${ROW('06:00:00', 'UA', '2.5')}`,
  )
  assert.ok(file)

  const described = describeFile(file, { location: 's3://b/t/data/a.parquet', schema, spec })

  assert.equal(described.lowerBounds?.has(5), false)
})

test('given manifests, when their list is written and read, then it is the same', () => {
  const entries = fc.sample(arbitraryEntry, { numRuns: 4, seed: 7 })
  const manifest = describeManifest(entries, {
    location: 's3://b/t/metadata/m.avro',
    sizeBytes: 77,
    snapshotId: 9223372036854775807n,
    schema,
    spec,
    content: 'data',
  })
  const numbered = { ...manifest, sequenceNumber: 3, minSequenceNumber: 2 }

  const bytes = writeManifestList([numbered], {
    formatVersion: 2,
    snapshotId: 9223372036854775807n,
    parentSnapshotId: undefined,
    sequenceNumber: 3,
  })

  assert.deepEqual(readManifestList(bytes), [numbered])
})
