import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as errors from './errors.ts'
import { useOf } from './store/use.ts'
import { ana, givenStorage, putOf } from './testing/given-storage.ts'

const KEYS = ['a', 'b', 'c/1', 'c/2', 'd é "\\{},']
const BUCKETS = ['lake', 'kept', 'absent']

test('given puts of one moment, when they end, then each is whole and told once', async () => {
  const puts = fc.array(
    fc.record({
      bucket: fc.constantFrom(...BUCKETS),
      key: fc.constantFrom(...KEYS),
      body: fc.oneof(fc.string({ maxLength: 40 }), fc.constant('x'.repeat(40_000))),
    }),
    { maxLength: 60 },
  )
  await using given = await givenStorage()
  const { storage } = given
  await storage.ensureBucket({ name: 'kept', accountId: ana.accountId })
  await storage.putBucketVersioning(ana, { bucket: 'kept', versioning: 'enabled' })
  await fc.assert(
    fc.asyncProperty(puts, async (all) => {
      const before = (await given.audited()).length

      const settled = await Promise.allSettled(
        all.map(({ body, ...at }) => storage.putObject(ana, { ...putOf('', body), ...at })),
      )

      for (const [at, outcome] of settled.entries()) {
        assert.equal(outcome.status === 'rejected', all[at]?.bucket === 'absent')
        if (outcome.status === 'rejected') assert.ok(errors.noSuchBucket.matches(outcome.reason))
      }
      for (const { bucket, key } of all.filter((one) => one.bucket !== 'absent')) {
        const held = String(await storage.readAll(`s3://${bucket}/${key}`))
        const put = all.filter((one) => one.bucket === bucket && one.key === key)
        assert.ok(put.some(({ body }) => body === held))
      }
      const done = all.filter(({ bucket }) => bucket !== 'absent')
      const told = (await given.audited()).slice(before)
      const expected = done.map(
        ({ bucket, key }) => `allowed storage.object-put s3://${bucket}/${key} by ana`,
      )
      assert.deepEqual(told.sort(), expected.sort())
      assert.deepEqual(await useOf(given.deps.sql, ana.accountId), await countedIn(given))
    }),
    { numRuns: 25 },
  )
})

test('given a quota, when one of many has no room, then it alone is refused', async () => {
  await using given = await givenStorage({ quota: { sizeBytesMax: 10_000 } })
  const sizes = [100, 200, 20_000, 300, 400, 500]

  const settled = await Promise.allSettled(
    sizes.map((size) => given.storage.putObject(ana, putOf(`of-${size}`, 'x'.repeat(size)))),
  )

  assert.deepEqual(
    settled.map(({ status }) => status),
    sizes.map((size) => (size === 20_000 ? 'rejected' : 'fulfilled')),
  )
  assert.deepEqual(await useOf(given.deps.sql, ana.accountId), { sizeBytes: 1500, objects: 5 })
})

async function countedIn({ database }: Awaited<ReturnType<typeof givenStorage>>) {
  const { rows } = await database.pool.query(`
    SELECT sum(size_bytes)::int AS "sizeBytes", count(*)::int AS objects FROM (
      SELECT size_bytes FROM storage.objects
      UNION ALL SELECT size_bytes FROM storage.versions WHERE NOT is_marker) AS kept`)
  const [{ sizeBytes, objects }] = rows
  return { sizeBytes: sizeBytes ?? 0, objects }
}
