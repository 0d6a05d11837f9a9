import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CopyObjectCommand,
  DeleteBucketPolicyCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import type { Caller } from '../../contexts/identity/index.ts'
import { type GivenS3, givenS3 } from './testing/given-s3.ts'

const RESOURCE = 'arn:aws:s3:::lake/*'
const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: RESOURCE } as const
const DENY = { ...ALLOW, Effect: 'Deny' } as const
type Verdict = 'none' | 'allow' | 'deny'

function documentOf(verdict: Verdict, principal?: string) {
  if (verdict === 'none') return undefined
  const statement = verdict === 'allow' ? ALLOW : DENY
  const named = principal === undefined ? {} : { Principal: { AWS: principal } }
  return { Version: '2012-10-17', Statement: [{ ...statement, ...named }] }
}

async function mayRead(given: GivenS3, caller: Caller): Promise<boolean> {
  const read = given.storage.getObject(caller, { bucket: 'lake', key: 'a', conditions: {} })
  return read.then(
    () => true,
    (error) => {
      assert.equal(error.kind, 'denied')
      return false
    },
  )
}

/** IAM User Guide, "Policy evaluation logic": what IAM says, what the bucket says, and both. */
const SAME_ACCOUNT: [Verdict, Verdict, boolean][] = [
  ['none', 'none', false],
  ['allow', 'none', true],
  ['none', 'allow', true],
  ['allow', 'allow', true],
  ['deny', 'allow', false],
  ['allow', 'deny', false],
]
const OTHER_ACCOUNT: [Verdict, Verdict, boolean][] = [
  ['none', 'none', false],
  ['allow', 'none', false],
  ['none', 'allow', false],
  ['allow', 'allow', true],
  ['deny', 'allow', false],
  ['allow', 'deny', false],
]

test('given IAM and a bucket policy, when both speak, then as AWS decides', async () => {
  await using given = await givenS3()
  await given.storage.write('s3://lake/a', Buffer.from('x'))
  const other = await given.identity.account({ name: 'other' })
  for (const [admin, table] of [
    [given.owner, SAME_ACCOUNT],
    [other.caller, OTHER_ACCOUNT],
  ] as const)
    for (const [iam, bucket, allowed] of table) {
      const own = documentOf(iam)
      const user = await given.identity.user(admin, `user-${iam}-${bucket}`, own)
      const says = documentOf(bucket, user.principalArn)
      const policy = JSON.stringify(says)
      if (says) await given.storage.putBucketPolicy(given.owner, { bucket: 'lake', policy })
      else await given.storage.deleteBucketPolicy(given.owner, 'lake')

      assert.equal(await mayRead(given, user), allowed, `IAM ${iam}, bucket ${bucket}`)

      given.registered.add('s3://lake/')
      assert.equal(await mayRead(given, user), false, 'a registered location is closed')
      given.registered.clear()
    }
})

/** A denial of the bucket's policy that holds for some requests of its owner and not for others. */
const CONDITIONS: {
  condition: Record<string, Record<string, string>>
  refused?: Partial<ConstructorParameters<typeof PutObjectCommand>[0]>
  allowed?: Partial<ConstructorParameters<typeof PutObjectCommand>[0]>
}[] = [
  { condition: { Bool: { 'aws:SecureTransport': 'false' } }, refused: {} },
  { condition: { NotIpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }, allowed: {} },
  { condition: { IpAddress: { 'aws:SourceIp': '127.0.0.1' } }, refused: {} },
  { condition: { StringEquals: { 's3:authType': 'REST-HEADER' } }, refused: {} },
  { condition: { StringEquals: { 's3:signatureversion': 'AWS' } }, allowed: {} },
  {
    condition: { StringNotEquals: { 's3:RequestObjectTag/level': 'open' } },
    refused: { Tagging: 'level=closed' },
    allowed: { Tagging: 'level=open' },
  },
  {
    condition: { Null: { 's3:x-amz-acl': 'true' } },
    refused: {},
    allowed: { ACL: 'bucket-owner-full-control' },
  },
]

test('given denials under conditions, when put, then they ask about the request', async () => {
  await using given = await givenS3()
  const client = given.client(given.ownerKey)
  const at = { Bucket: 'lake', Key: 'b', Body: 'x' }
  for (const { condition, refused, allowed } of CONDITIONS) {
    const statement = { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: RESOURCE }
    const Policy = JSON.stringify({ Statement: [{ ...statement, Condition: condition }] })
    await client.send(new PutBucketPolicyCommand({ Bucket: 'lake', Policy }))
    const put = (more: object) => client.send(new PutObjectCommand({ ...at, ...more }))
    if (refused) await assert.rejects(put(refused), { name: 'AccessDenied' }, Policy)
    if (allowed) await put(allowed)
    await client.send(new DeleteBucketPolicyCommand({ Bucket: 'lake' }))
  }
  client.destroy()
})

test('given a policy on the source of copies, when copied, then only from there', async () => {
  await using given = await givenS3()
  for (const key of ['public/a', 'private/a'])
    await given.storage.write(`s3://lake/${key}`, Buffer.from('x'))
  const client = given.client(given.ownerKey)
  const Condition = { StringNotLike: { 's3:x-amz-copy-source': 'lake/public/*' } }
  const statement = { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: RESOURCE }
  const Policy = JSON.stringify({ Statement: [{ ...statement, Condition }] })
  await client.send(new PutBucketPolicyCommand({ Bucket: 'lake', Policy }))
  const copy = (CopySource: string) =>
    client.send(new CopyObjectCommand({ Bucket: 'lake', Key: 'copy', CopySource }))

  await copy('lake/public/a')
  await copy('/lake/public%2Fa')

  for (const closed of ['lake/private/a', 'lake/public/../private/a'])
    await assert.rejects(copy(closed), (error: { name: string }) =>
      ['AccessDenied', 'NoSuchKey'].includes(error.name),
    )
  client.destroy()
})

test('given a condition that the gate cannot judge, when put, then it is refused', async () => {
  await using given = await givenS3()
  for (const key of ['s3:ExistingObjectTag/a', 'aws:SourceVpc', 's3:prefixes', 'x']) {
    const statement = { ...DENY, Principal: '*', Condition: { StringEquals: { [key]: 'x' } } }
    const policy = JSON.stringify({ Statement: [statement] })
    await assert.rejects(given.storage.putBucketPolicy(given.owner, { bucket: 'lake', policy }), {
      code: 'storage.malformed-policy',
    })
  }
})

test('given a policy that denies all, when it locks a bucket, then it can be mended', async () => {
  await using given = await givenS3()
  const { storage, owner } = given
  await storage.write('s3://lake/a', Buffer.from('x'))
  const all = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
  }
  const user = await given.identity.user(owner, 'of-s3-alone', all)
  const Resource = ['arn:aws:s3:::lake', RESOURCE]
  const deny = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource }
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [deny] })
  await storage.putBucketPolicy(owner, { bucket: 'lake', policy })

  assert.equal(await mayRead(given, owner), false)
  await assert.rejects(storage.deleteBucketPolicy(user, 'lake'), { kind: 'denied' })
  await storage.deleteBucketPolicy(owner, 'lake')

  assert.equal(await mayRead(given, owner), true)
})
