import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BinPart, planBins, sharesOf } from './bins.ts'

const MIB = 2 ** 20

function part(name: string, sizeBytes: number, partition = 0): BinPart {
  const file = {
    content: 'data' as const,
    location: `s3://lake/${name}`,
    format: 'PARQUET',
    specId: 0,
    partition: new Map([[1000, partition]]),
    recordCount: 1,
    sizeBytes,
  }
  const deletes = { positions: [], equality: [] }
  return { entry: { status: 'added', sequenceNumber: 1, file }, deletes, manifest: 's3://lake/m' }
}

function parts(count: number, sizeBytes: number): BinPart[] {
  return Array.from({ length: count }, (_, at) => part(`${at}`, sizeBytes))
}

test('given many files, when they are planned, then no bin is larger than the target', () => {
  const bins = planBins(parts(100, 30 * MIB), 512 * MIB)

  assert.deepEqual([...new Set(bins.map((bin) => bin.length))], [17, 15])
  assert.equal(bins.flat().length, 100)
})

test('given very small files, when they are planned, then no bin has more than 500', () => {
  const bins = planBins(parts(1200, 1), 512 * MIB)

  assert.deepEqual(
    bins.map((bin) => bin.length),
    [500, 500, 200],
  )
})

test('given files of two partitions, when they are planned, then no bin has both', () => {
  const two = Array.from({ length: 10 }, (_, at) => part(`${at}`, MIB, at % 2))

  const bins = planBins(two, 512 * MIB)

  assert.deepEqual(
    bins.map((bin) => new Set(bin.map(({ entry }) => entry.file.partition.get(1000))).size),
    [1, 1],
  )
})

test('given a terabyte in bins, when shared out, then 8 GiB are a commit', () => {
  const bins = planBins(parts(20_000, 50 * MIB), 500 * MIB)

  const shares = sharesOf(bins)

  assert.equal(shares.flat().length, bins.length)
  const sizes = shares.map((share) => share.flat().length * 50 * MIB)
  assert.ok(sizes.every((size) => size < 8.5 * 1024 * MIB))
  assert.equal(shares.length, 118)
})
