import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketAclCommand,
  PutBucketPolicyCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { type GivenS3, givenS3 } from './testing/given-s3.ts'

const SETTINGS = ['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy'] as const
const OPEN = {
  ...{ blockPublicAcls: false, ignorePublicAcls: false },
  ...{ blockPublicPolicy: false, restrictPublicBuckets: false },
}
const POLICY = JSON.stringify({
  Statement: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: 'arn:aws:s3:::lake/*',
    },
    { Effect: 'Allow', Principal: '*', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::lake' },
  ],
})
const AT = { Bucket: 'lake', Key: 'a' }

/** Bucket `lake` of an opened account, in which lists count and nothing is blocked. */
async function openLake(given: GivenS3) {
  const { storage, owner } = given
  await storage.setPublicAccess(owner.accountId, true)
  await storage.putPublicAccessBlock(owner, { bucket: 'lake', block: undefined })
  await storage.putBucketOwnership(owner, { bucket: 'lake', ownership: 'ObjectWriter' })
}

/** What HTTP answers to who signs nothing. */
async function unsigned(given: GivenS3, path: string, init: RequestInit = {}): Promise<number> {
  const answer = await fetch(`${given.url}${path}`, init)
  await answer.arrayBuffer()
  return answer.status
}

const statusOf = (asked: Promise<unknown>): Promise<number> =>
  asked.then(
    () => 200,
    (error: { $metadata: { httpStatusCode: number } }) => error.$metadata.httpStatusCode,
  )

/** What another account, all of whose own policies allow everything, may read and list. */
async function othersMay(client: S3Client): Promise<number[]> {
  return [
    await statusOf(client.send(new GetObjectCommand(AT))),
    await statusOf(client.send(new ListObjectsV2Command({ Bucket: 'lake' }))),
  ]
}

async function anybodyMay(given: GivenS3): Promise<number[]> {
  return [await unsigned(given, '/lake/a'), await unsigned(given, '/lake')]
}

async function otherClient(given: GivenS3): Promise<S3Client> {
  return given.client((await given.identity.account({ name: 'other' })).admin)
}

/** Open by lists and by policy at once. */
async function openByAll(given: GivenS3): Promise<S3Client> {
  await openLake(given)
  const mine = given.client(given.ownerKey)
  await mine.send(new PutObjectCommand({ ...AT, Body: 'x', ACL: 'public-read' }))
  await mine.send(new PutBucketAclCommand({ Bucket: 'lake', ACL: 'public-read-write' }))
  await mine.send(new PutBucketPolicyCommand({ Bucket: 'lake', Policy: POLICY }))
  return mine
}

test('given a bucket that nobody opened, when nobody signs, then nothing is told', async () => {
  await using given = await givenS3()
  await given.storage.write('s3://lake/a', Buffer.from('x'))
  await given.storage.ensureBucket({ name: 'projections', accountId: '000000000000' })
  await given.storage.write('s3://projections/p/a', Buffer.from('x'))

  for (const path of ['/', '/lake', '/lake/a', '/lake/none', '/lake?acl', '/projections/p/a'])
    assert.equal(await unsigned(given, path), 403, path)
  for (const method of ['PUT', 'DELETE'])
    assert.equal(await unsigned(given, '/lake/a', { method }), 403, method)
  assert.equal(await unsigned(given, '/lake/b', { method: 'PUT', body: 'x' }), 403)
  assert.equal(await unsigned(given, '/made', { method: 'PUT' }), 403)
  assert.equal(await unsigned(given, '/none/a'), 404)
  const { rows } = await given.identity.pool.query(
    `SELECT 1 FROM foundation.outbox WHERE decision = 'denied'`,
  )
  assert.equal(rows.length, 0, 'who signs nothing must not fill the audit')
})

test('given lists, when others ask, then each opens what it grants and no more', async () => {
  await using given = await givenS3()
  await openLake(given)
  const mine = given.client(given.ownerKey)
  const other = await otherClient(given)
  for (const [Key, ACL] of [
    ['public', 'public-read'],
    ['signed', 'authenticated-read'],
    ['own', 'private'],
  ] as const)
    await mine.send(new PutObjectCommand({ Bucket: 'lake', Key, ACL, Body: 'x' }))
  const read = (Key: string) => statusOf(other.send(new GetObjectCommand({ Bucket: 'lake', Key })))

  for (const [key, anybody, others] of [
    ['public', 200, 200],
    ['signed', 403, 200],
    ['own', 403, 403],
    ['none', 403, 403],
  ] as const) {
    assert.equal(await unsigned(given, `/lake/${key}`), anybody, key)
    assert.equal(await read(key), others, key)
  }
  assert.equal(await unsigned(given, '/lake'), 403)
  assert.equal(await unsigned(given, '/lake/public?acl'), 403, 'to read is not to read the list')
  assert.equal(await unsigned(given, '/lake/public', { method: 'DELETE' }), 403)
  await mine.send(new PutBucketAclCommand({ Bucket: 'lake', ACL: 'public-read' }))
  assert.equal(await unsigned(given, '/lake'), 200)
  assert.equal(await unsigned(given, '/lake/none'), 404, 'who may list learns of absence')
  assert.equal(await unsigned(given, '/lake/own'), 403, 'a bucket’s list opens no object')
  assert.equal(await unsigned(given, '/lake/b', { method: 'PUT', body: 'x' }), 403)
  assert.equal(await unsigned(given, '/lake/public?response-content-type=text/html'), 400)
})

test('given a public bucket, when its account or itself blocks, then it is closed', async () => {
  await using given = await givenS3()
  await openByAll(given)
  const other = await otherClient(given)
  const { storage, owner } = given
  const block = (wanted: typeof OPEN) =>
    storage.putPublicAccessBlock(owner, { bucket: 'lake', block: wanted })
  assert.deepEqual(
    [await anybodyMay(given), await othersMay(other)],
    [
      [200, 200],
      [200, 200],
    ],
  )

  await storage.setPublicAccess(owner.accountId, false)
  assert.deepEqual(
    [await anybodyMay(given), await othersMay(other)],
    [
      [403, 403],
      [403, 403],
    ],
  )
  await storage.setPublicAccess(owner.accountId, true)

  await block({ ...OPEN, ignorePublicAcls: true, restrictPublicBuckets: true })
  assert.deepEqual(
    [await anybodyMay(given), await othersMay(other)],
    [
      [403, 403],
      [403, 403],
    ],
  )

  await block({ ...OPEN, restrictPublicBuckets: true })
  await storage.putBucketOwnership(owner, { bucket: 'lake', ownership: undefined })
  assert.deepEqual(await anybodyMay(given), [200, 200], 'lists count by themselves')
})

test('given a public bucket, when its account is switched off, then it is closed', async () => {
  await using given = await givenS3()
  const { storage, identity } = given
  const { caller: team } = await identity.account({ name: 'team' })
  const { accountId } = team
  await storage.setPublicAccess(accountId, true)
  await storage.createBucket(team, { name: 'teams', ifOwned: 'refuse', ownership: 'ObjectWriter' })
  await storage.putPublicAccessBlock(team, { bucket: 'teams', block: undefined })
  await storage.putBucketAcl(team, { bucket: 'teams', acl: 'public-read' })
  assert.equal(await unsigned(given, '/teams'), 200)

  await identity.identity.isolateAccount('platform', { accountId })

  assert.equal(await unsigned(given, '/teams'), 403)
})

test('given blocks of what is new, when lists or policies are public, then refused', async () => {
  await using given = await givenS3()
  await openLake(given)
  const mine = given.client(given.ownerKey)
  const { storage, owner } = given
  const tries = async () => [
    await statusOf(mine.send(new PutBucketAclCommand({ Bucket: 'lake', ACL: 'public-read' }))),
    await statusOf(mine.send(new PutObjectCommand({ ...AT, Body: 'x', ACL: 'public-read' }))),
    await statusOf(mine.send(new CreateMultipartUploadCommand({ ...AT, ACL: 'public-read' }))),
    await statusOf(mine.send(new PutBucketPolicyCommand({ Bucket: 'lake', Policy: POLICY }))),
  ]
  const blocked = Object.fromEntries(SETTINGS.map((name) => [name, true]))

  await storage.putPublicAccessBlock(owner, { bucket: 'lake', block: { ...OPEN, ...blocked } })
  assert.deepEqual(await tries(), [403, 403, 403, 403])
  await storage.putPublicAccessBlock(owner, { bucket: 'lake', block: OPEN })
  await storage.setPublicAccess(owner.accountId, false)
  assert.deepEqual(await tries(), [403, 403, 403, 403])
  await storage.setPublicAccess(owner.accountId, true)
  assert.deepEqual(await tries(), [200, 200, 200, 200])
})

test('given a registered location, when all else is public, then it stays closed', async () => {
  await using given = await givenS3()
  await openByAll(given)
  const other = await otherClient(given)

  given.registered.add('s3://lake/')

  assert.deepEqual(await othersMay(other), [403, 403])
  assert.deepEqual(await anybodyMay(given), [403, 403])
  assert.equal(await unsigned(given, '/lake/b', { method: 'PUT', body: 'x' }), 403)
  assert.equal(await unsigned(given, '/lake/a?acl'), 403)
  given.registered.clear()
  given.registered.add('s3://lake/table/')
  await given.storage.write('s3://lake/table/x', Buffer.from('x'))
  const listed = await (await fetch(`${given.url}/lake`)).text()
  assert.match(listed, /<Key>a<\/Key>/)
  assert.doesNotMatch(listed, /table/)
})

test('given vended credentials, when they hand on what they write, then refused', async () => {
  await using given = await givenS3()
  await openByAll(given)
  const scope = { prefixes: [{ location: 's3://lake/', access: 'read-write' as const }] }
  const vended = given.client(await given.identity.identity.vend(given.owner, scope, 900))
  const ACL = 'public-read'

  for (const handing of [
    new PutObjectAclCommand({ ...AT, ACL }),
    new PutObjectAclCommand({ ...AT, ACL: 'private' }),
    new PutObjectAclCommand({ ...AT, GrantRead: `id="${given.owner.accountId}"` }),
    new PutObjectCommand({ ...AT, Body: 'x', ACL }),
    new CreateMultipartUploadCommand({ ...AT, ACL }),
    new CopyObjectCommand({ Bucket: 'lake', Key: 'b', CopySource: 'lake/a', ACL }),
    new PutBucketAclCommand({ Bucket: 'lake', ACL }),
    new PutBucketPolicyCommand({ Bucket: 'lake', Policy: POLICY }),
  ] as PutObjectCommand[])
    assert.equal(await statusOf(vended.send(handing)), 403, handing.constructor.name)
  const plain = new PutObjectCommand({ ...AT, Body: 'y', ACL: 'bucket-owner-full-control' })
  await vended.send(plain)
  assert.equal(await unsigned(given, '/lake/a', { method: 'HEAD' }), 200, 'by the policy alone')
  const { acl } = await given.storage.getObjectAcl(given.owner, { bucket: 'lake', key: 'a' })
  const { accountId: owner } = given.owner
  assert.deepEqual(acl, { owner, grants: [{ to: owner, permission: 'FULL_CONTROL' }] })
})

test('given an object of its writer, when the bucket’s owner asks, then as granted', async () => {
  await using given = await givenS3()
  const mine = await openByAll(given)
  const other = await otherClient(given)
  const own = { Bucket: 'lake', Key: 'own' }
  await other.send(new PutObjectCommand({ ...own, Body: 'x' }))
  const read = (client: S3Client) => statusOf(client.send(new GetObjectCommand(own)))

  assert.deepEqual([await read(mine), await read(other)], [403, 200])
  assert.equal(await unsigned(given, '/lake/own'), 403, 'the bucket’s policy is not its writer’s')
  await other.send(new PutObjectAclCommand({ ...own, ACL: 'bucket-owner-read' }))
  assert.equal(await read(mine), 200)
  assert.equal(await statusOf(other.send(new DeleteObjectCommand(own))), 403)
  assert.equal(await statusOf(mine.send(new DeleteObjectCommand(own))), 200)
  const { storage, owner } = given
  await other.send(new PutObjectCommand({ ...own, Body: 'x' }))
  const enforced = 'BucketOwnerEnforced' as const
  await mine.send(new PutBucketAclCommand({ Bucket: 'lake', ACL: 'private' }))
  await storage.putBucketOwnership(owner, { bucket: 'lake', ownership: enforced })
  assert.equal(await read(mine), 200, 'lists count no more')
})

test('given a public policy, when nobody signs, then they may what it allows', async () => {
  await using given = await givenS3()
  await openByAll(given)
  await given.storage.putBucketOwnership(given.owner, { bucket: 'lake', ownership: 'ObjectWriter' })

  assert.equal(await unsigned(given, '/lake/b', { method: 'PUT', body: 'x' }), 200)
  assert.equal(await unsigned(given, '/lake/b', { method: 'DELETE' }), 403)
  assert.equal(await unsigned(given, '/lake?policy'), 403)
  assert.equal(await unsigned(given, '/lake/a', { headers: { authorization: '' } }), 403)
  assert.equal(await unsigned(given, '/lake/a?X-Amz-Algorithm=x'), 400)
})
