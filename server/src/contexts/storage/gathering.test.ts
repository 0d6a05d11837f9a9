import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { bytesOf } from './content/open.ts'
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

type Act = { act: 'put'; key: string; body: string } | { act: 'delete'; key: string }

const key = fc.constantFrom('a', 'b')
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: fc.constant('put' as const), key, body: fc.string() }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('delete' as const), key }) },
)

test('given puts and deletes, when versions begin meanwhile, then none is lost', async () => {
  await using given = await givenStorage()
  const { storage } = given
  const named = { next: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40 }), fc.nat(40), async (acts, at) => {
      named.next += 1
      const bucket = `of-${named.next}`
      await storage.ensureBucket({ name: bucket, accountId: ana.accountId })
      const done = acts.map(async (one, index) => {
        if (index === at) await storage.putBucketVersioning(ana, { bucket, versioning: 'enabled' })
        if (one.act === 'delete')
          return storage.deleteObjects(ana, { bucket, targets: [{ key: one.key }] })
        const { versionId } = await storage.putObject(ana, { ...putOf(one.key, one.body), bucket })
        return { versionId, ...one }
      })

      const answers = await Promise.all(done)

      const query = { bucket, prefix: '', from: '', entriesMax: 1000 }
      const { entries } = await storage.listObjectVersions(ana, query)
      const names = entries.map((one) => (one.kind === 'version' ? nameOf(one) : ''))
      assert.equal(new Set(names).size, names.length)
      for (const one of answers.flat()) {
        if (!('body' in one) || one.versionId === 'null') continue
        assert.ok(names.includes(nameOf(one)))
        const { key, versionId } = one
        const { body } = await storage.getObject(ana, { bucket, key, versionId, conditions: {} })
        assert.equal(body && String(await bytesOf(body)), one.body)
      }
      assert.deepEqual(await useOf(given.deps.sql, ana.accountId), await countedIn(given))
    }),
    { numRuns: 25 },
  )
})

const RUNS = 12

test('given puts of one moment, when the bucket goes, then they are in it or refused', async () => {
  await using given = await givenStorage()
  const { storage } = given
  const gone = { count: 0 }
  for (let run = 0; run < RUNS; run += 1) {
    const bucket = `of-${run}`
    await storage.ensureBucket({ name: bucket, accountId: ana.accountId })
    const put = (index: number) => storage.putObject(ana, { ...putOf(`${index}`), bucket })
    const early = run % 2 === 0 ? [put(0)] : []

    const leaving = storage.deleteBucket(ana, bucket)
    // Each run gives it a longer lead, and the last all that it takes.
    const lead = run === RUNS - 1 ? leaving : sleep(run)
    const late = [1, 2, 3, 4, 5, 6].map((index) => lead.then(() => put(index)))
    const [going, ...puts] = await Promise.allSettled([leaving, ...early, ...late])

    if (going.status === 'rejected') assert.ok(errors.bucketNotEmpty.matches(going.reason))
    else gone.count += 1
    const expected = going.status === 'rejected' ? 'fulfilled' : 'rejected'
    for (const one of puts) {
      assert.equal(one.status, expected)
      if (one.status === 'rejected') assert.ok(errors.noSuchBucket.matches(one.reason))
    }
  }
  assert.ok(gone.count > 0)
})

function nameOf({ key, versionId }: { key: string; versionId: string }): string {
  return `${versionId}/${key}`
}

async function countedIn({ database }: Awaited<ReturnType<typeof givenStorage>>) {
  const { rows } = await database.pool.query(`
    SELECT sum(size_bytes)::int AS "sizeBytes", count(*)::int AS objects FROM (
      SELECT size_bytes FROM storage.objects
      UNION ALL SELECT size_bytes FROM storage.versions WHERE NOT is_marker) AS kept`)
  const [{ sizeBytes, objects }] = rows
  return { sizeBytes: sizeBytes ?? 0, objects }
}
