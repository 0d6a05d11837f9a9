import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { bytesOf, type OpenedBody } from '../content/open.ts'
import { noSuchBucket } from '../errors.ts'
import { givenHeldOpen, NOBODY_ALONE } from '../testing/given-locks.ts'
import {
  ana,
  type GivenStorage,
  givenStorage,
  putOf,
  targetsOf,
  vended,
} from '../testing/given-storage.ts'

test('given a bucket, when it is to keep versions, then it says so and it is audited', async () => {
  await using given = await givenStorage()
  const asked = { bucket: 'lake', action: 's3:GetBucketVersioning' } as const
  const before = await given.storage.headBucket(ana, asked)

  await given.storage.putBucketVersioning(ana, { bucket: 'lake', versioning: 'enabled' })

  const after = await given.storage.headBucket(ana, asked)
  assert.deepEqual([before.versioning, after.versioning], [undefined, 'enabled'])
  assert.deepEqual(await given.audited(), ['allowed storage.versioning-enabled s3://lake by ana'])
})

test('given no right or no bucket, when asked, then nothing changes', async () => {
  await using given = await givenStorage()
  const command = { bucket: 'lake', versioning: 'suspended' } as const
  const caller = vended({ location: 's3://lake/', access: 'read-write' })

  await assert.rejects(given.storage.putBucketVersioning(caller, command))
  given.refusedActions.add('s3:PutBucketVersioning')
  await assert.rejects(given.storage.putBucketVersioning(ana, command))
  given.refusedActions.clear()
  await assert.rejects(
    given.storage.putBucketVersioning(ana, { ...command, bucket: 'none' }),
    noSuchBucket.matches,
  )

  const action = 's3:GetBucketVersioning'
  assert.equal(
    (await given.storage.headBucket(ana, { bucket: 'lake', action })).versioning,
    undefined,
  )
})

const ENABLED = { bucket: 'lake', versioning: 'enabled' } as const
const LARGE = 'of a blob '.repeat(5000)

for (const [kind, body] of Object.entries({ small: 'late', large: LARGE }))
  test(`given a ${kind} put that waits, when versions begin, then none is lost`, async () => {
    await using given = await givenStorage({ quota: { objectsMax: 60 } })
    const { storage } = given
    await storage.write('s3://lake/k', Buffer.from('before'))
    const held = await givenHeldOpen(given, NOBODY_ALONE)
    const late = storage.putObject(ana, putOf('k', body))
    await held.waitedFor(1)

    const kept = storage
      .putBucketVersioning(ana, ENABLED)
      .then(() => storage.write('s3://lake/k', Buffer.from('kept')))
    await Promise.race([kept, sleep(300)])
    await held.commit()
    await Promise.all([late, kept])

    const contents = (await versionsOf(given, 'k')).map(({ content }) => content)
    assert.ok(contents.includes('kept'), String(contents))
    assert.ok(contents.includes(body))
  })

test('given a delete that waits, when versions begin, then it removes none for good', async () => {
  await using given = await givenStorage()
  const { storage } = given
  for (const key of ['a', 'k']) await storage.write(`s3://lake/${key}`, Buffer.from('before'))
  const held = await givenHeldOpen(
    given,
    `SELECT 1 FROM storage.objects WHERE key = 'a' FOR UPDATE`,
  )
  const deleted = storage.deleteObjects(ana, { bucket: 'lake', targets: targetsOf(['a', 'k']) })
  await held.waitedFor(1)

  const kept = storage
    .putBucketVersioning(ana, ENABLED)
    .then(() => storage.write('s3://lake/k', Buffer.from('kept')))
  await Promise.race([kept, sleep(300)])
  await held.commit()
  await Promise.all([deleted, kept])

  const contents = (await versionsOf(given, 'k')).map(({ content }) => content)
  assert.deepEqual(contents, ['kept'])
})

async function versionsOf({ storage }: GivenStorage, key: string) {
  const query = { bucket: 'lake', prefix: key, from: '', entriesMax: 100 }
  const { entries } = await storage.listObjectVersions(ana, query)
  const versions = entries.flatMap((one) => (one.kind === 'version' ? [one] : []))
  return Promise.all(
    versions.map(async ({ versionId }) => {
      const { body } = await storage.getObject(ana, {
        ...{ bucket: 'lake', key, versionId },
        conditions: {},
      })
      return { versionId, content: await textOf(body) }
    }),
  )
}

async function textOf(body: OpenedBody | undefined): Promise<string> {
  return body ? String(await bytesOf(body)) : ''
}
