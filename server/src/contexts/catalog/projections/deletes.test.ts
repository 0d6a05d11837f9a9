import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32 } from 'node:zlib'
import { quoteText } from '../../../foundation/duckdb.ts'
import { projectionRefused } from '../errors.ts'
import type { FileContent } from '../model/manifest.ts'
import { commitDeletes, deleteFile, POSITION_IDS } from '../testing/delete-files.ts'
import { delays, flights } from '../testing/given-catalog.ts'
import { type GivenProjected, givenProjected } from '../testing/given-projected.ts'
import { readDeletionVector } from './model/deletion-vector.ts'

async function dataFile(given: GivenProjected): Promise<string> {
  return given.freely(async () => {
    await using scan = await given.catalog.scan(given.ana, flights)
    return scan.files[0]?.file.location ?? ''
  })
}

const content = (name: FileContent) => ({ content: name })

test('given position deletes, when read, then the rows are gone', async () => {
  await using given = await givenProjected()
  await given.append(delays('2026-01-01', 'LH', [5, 6, 7]))
  const select = `SELECT ${quoteText(await dataFile(given))} AS file_path, 1::BIGINT AS pos`
  const file = await deleteFile(given, { select, ids: POSITION_IDS })
  await commitDeletes(given, { ...content('position-deletes'), ...file })
  given.allow({ columns: new Set([3]) })

  assert.deepEqual(await given.read(), [{ delay: '5' }, { delay: '7' }])
})

test('given equality deletes, when read, then older rows are gone and newer stay', async () => {
  await using given = await givenProjected()
  await given.append(delays('2026-01-01', 'LH', [5, 6]))
  const select = `SELECT 'LH' AS carrier, 6::BIGINT AS delay`
  const file = await deleteFile(given, { select, ids: '{carrier: 2, delay: 3}' })
  await commitDeletes(given, { ...content('equality-deletes'), ...file, equalityIds: [2, 3] })
  await given.append(delays('2026-01-02', 'LH', [6]))
  given.allow({ columns: new Set([1, 3]) })

  assert.deepEqual(await given.read(), [
    { day: '2026-01-01', delay: '5' },
    { day: '2026-01-02', delay: '6' },
  ])
})

test('given deletes outside of the table, or of no known kind, then it is refused', async () => {
  await using given = await givenProjected()
  await given.append(delays('2026-01-01', 'LH', [5, 6]))
  await given.storage.ensureBucket({ name: 'elsewhere', accountId: given.ana.accountId })
  const select = `SELECT 6::BIGINT AS delay`
  const below = 's3://elsewhere/x'
  const file = await deleteFile(given, { select, ids: '{delay: 3}', below })
  await commitDeletes(given, { ...content('equality-deletes'), ...file, equalityIds: [3] })
  given.allow({ columns: new Set([3]) })

  await assert.rejects(given.load(), projectionRefused.matches)
})

test('given deletes in Avro, when loaded, then it is refused', async () => {
  await using given = await givenProjected()
  await given.append(delays('2026-01-01', 'LH', [5, 6]))
  const { location } = (await given.load()).table
  const file = { location: `${location}/data/deletes.avro`, format: 'AVRO' }
  await commitDeletes(given, { ...content('position-deletes'), ...file })
  given.allow({ columns: new Set([3]) })

  await assert.rejects(given.load(), projectionRefused.matches)
})

/** @see Iceberg spec, Puffin "deletion-vector-v1"; Roaring format specification */
function vectorOf(bitmaps: { high: number; body: Buffer }[]): Buffer {
  const parts = bitmaps.map(({ high, body }) => Buffer.concat([u32(high), body]))
  const count = Buffer.alloc(8)
  count.writeBigUInt64LE(BigInt(bitmaps.length))
  const body = Buffer.concat([Buffer.from('d1d33964', 'hex'), count, ...parts])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

const u16 = (...values: number[]) => Buffer.from(Uint16Array.from(values).buffer)
const u32 = (...values: number[]) => Buffer.from(Uint32Array.from(values).buffer)
const plain = Buffer.concat([u32(12346, 1), u16(2, 2), u32(16), u16(3, 5, 9)])
const runs = Buffer.concat([u32(12347), Buffer.from([1]), u16(0, 4), u16(1, 10, 4)])

test('given vectors of lists, runs and bits, when read, then positions are theirs', () => {
  const bits = Buffer.alloc(8192)
  for (let at = 0; at < 5000; at += 1) bits[at >> 3] = (bits[at >> 3] as number) | (1 << (at & 7))
  const many = Buffer.concat([u32(12346, 1), u16(1, 4999), u32(16), bits])
  const vector = vectorOf([
    { high: 0, body: plain },
    { high: 1, body: runs },
    { high: 2, body: many },
  ])

  const read = readDeletionVector(vector, 5008)

  const list = [3n, 5n, 9n].map((low) => 2n * 65536n + low)
  const run = [10n, 11n, 12n, 13n, 14n].map((low) => 2n ** 32n + low)
  assert.deepEqual(read.slice(0, 8), [...list, ...run])
  assert.equal(read.at(-1), 2n * 2n ** 32n + 65536n + 4999n)
})

test('given damaged vectors, when read, then none is believed', () => {
  const good = vectorOf([{ high: 0, body: plain }])
  const damaged = [...good.keys()].map((at) => {
    const copy = Buffer.from(good)
    copy[at] = (copy[at] as number) ^ 0x10
    return copy
  })

  assert.equal(readDeletionVector(good, 3).length, 3)
  assert.throws(() => readDeletionVector(good, 2))
  for (const vector of [...damaged, good.subarray(0, 9)])
    assert.throws(() => readDeletionVector(vector, 3))
})
