import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quotaExceeded } from '../errors.ts'
import { ana, type GivenStorage, givenStorage, putOf, targetsOf } from '../testing/given-storage.ts'
import { givenUpload, MIB } from '../testing/given-upload.ts'

const body = (sizeBytes: number) => Buffer.alloc(sizeBytes)
const put = ({ storage }: GivenStorage, key: string, sizeBytes: number) =>
  storage.putObject(ana, putOf(key, body(sizeBytes)))

async function kept({ storage }: GivenStorage): Promise<[number, number]> {
  const { sizeBytes, objects } = await storage.keeping(ana.accountId)
  return [sizeBytes, objects]
}

test('given every way to keep and to remove, when counted, then the sum is exact', async () => {
  await using given = await givenStorage()
  const { storage } = given
  const large = 100_000
  await put(given, 'a', 10)
  await put(given, 'a', 30)
  await put(given, 'b', large)
  assert.deepEqual(await kept(given), [30 + large, 2])

  const { part, complete } = await givenUpload(given)
  const parts = [await part(1, body(5 * MIB)), await part(2, body(7)), await part(3, body(9))]
  assert.deepEqual(await kept(given), [30 + large + 5 * MIB + 16, 2])
  await complete(parts.slice(0, 2))
  assert.deepEqual(await kept(given), [30 + large + 5 * MIB + 7, 3])

  await storage.putBucketVersioning(ana, { bucket: 'lake', versioning: 'enabled' })
  await put(given, 'a', 5)
  await storage.deleteObjects(ana, { bucket: 'lake', targets: targetsOf(['b', 'big']) })
  assert.deepEqual(await kept(given), [35 + large + 5 * MIB + 7, 4])
  await storage.write('s3://lake/own', body(3))
  await storage.remove(['s3://lake/own', 's3://lake/a', 's3://lake/b', 's3://lake/big'])
  assert.deepEqual(await kept(given), [0, 0])
})

test('given a quota, when it is reached, then what is over it is refused whole', async () => {
  await using given = await givenStorage()
  const { storage } = given
  await storage.setQuota(ana.accountId, { sizeBytesMax: 100, objectsMax: 3 })
  await put(given, 'a', 60)

  await assert.rejects(put(given, 'b', 41), quotaExceeded.matches)
  await put(given, 'b', 40)
  await put(given, 'a', 60)
  await assert.rejects(put(given, 'a', 61), quotaExceeded.matches)
  const copy = { bucket: 'lake', key: 'c', source: { bucket: 'lake', key: 'a' } }
  const plainly = { sourceConditions: {}, conditions: {} }
  await assert.rejects(storage.copyObject(ana, { ...copy, ...plainly }), quotaExceeded.matches)
  const { part } = await givenUpload(given)
  await assert.rejects(part(1, body(1)), quotaExceeded.matches)
  await put(given, 'c', 0)
  await assert.rejects(put(given, 'd', 0), quotaExceeded.matches)

  assert.deepEqual(await kept(given), [100, 3])
  await storage.write('s3://lake/own', body(3))
  await storage.deleteObjects(ana, { bucket: 'lake', targets: targetsOf(['a', 'c']) })
  await put(given, 'd', 57)
})

test('given a default, when an account has its own, then its own counts', async () => {
  await using given = await givenStorage({ quota: { sizeBytesMax: 10 } })
  const { storage } = given
  await assert.rejects(put(given, 'a', 11), quotaExceeded.matches)

  const set = await storage.setQuota(ana.accountId, { sizeBytesMax: 20 })

  assert.deepEqual(set.quota, { sizeBytesMax: 20, objectsMax: undefined })
  await put(given, 'a', 20)
  await storage.setQuota(ana.accountId, {})
  await assert.rejects(put(given, 'b', 1), quotaExceeded.matches)
})

test('given many who write at once, when there is room for some, then for no more', async () => {
  await using given = await givenStorage()
  await given.storage.setQuota(ana.accountId, { sizeBytesMax: 10_000, objectsMax: 100 })

  const puts = Array.from({ length: 60 }, (_, index) => put(given, `k${index}`, 400))
  const done = await Promise.allSettled(puts)

  const refused = done.filter((one) => one.status === 'rejected')
  assert.equal(refused.length, 35)
  assert.ok(refused.every(({ reason }) => quotaExceeded.matches(reason)))
  assert.deepEqual(await kept(given), [10_000, 25])
})

test('given no room, when the length of a body is told, then the body is not read', async () => {
  await using given = await givenStorage({ quota: { sizeBytesMax: MIB } })
  const { storage } = given
  await put(given, 'a', MIB - 10)
  const { upload } = await givenUpload(given)
  let read = false
  async function* watched() {
    read = true
    yield body(100_000)
  }
  const told = { body: watched(), sizeBytes: 100_000 }
  const putTold = (key: string) => storage.putObject(ana, { ...putOf(key), ...told })

  await assert.rejects(putTold('b'), quotaExceeded.matches)
  await assert.rejects(
    storage.uploadPart(ana, { ...upload, partNumber: 1, ...told }),
    quotaExceeded.matches,
  )
  assert.equal(read, false)
  await putTold('a')
  assert.equal(read, true, 'what the key held makes way')
})
