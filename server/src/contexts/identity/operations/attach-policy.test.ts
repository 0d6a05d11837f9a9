import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'
import { noSuchPolicy } from '../errors.ts'

const ana = { kind: 'user' as const, name: 'ana' }

const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::lake/a' }

test('given a managed policy, when attached and detached, then rights follow at once', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  const caller = await given.user(admin, 'ana')
  const policyArn = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'

  await given.identity.attachPolicy(admin, { ...ana, policyArn })
  assert.equal(await given.identity.allows(caller, request), true)
  assert.deepEqual(await given.identity.listAttachedPolicies(admin, ana), [policyArn])
  await given.identity.detachPolicy(admin, { ...ana, policyArn })

  assert.equal(await given.identity.allows(caller, request), false)
  const again = () => given.identity.detachPolicy(admin, { ...ana, policyArn })
  await assert.rejects(again, noSuchPolicy.matches)
})

test('given ReadOnlyAccess, when it looks and acts, then it looks alone', async () => {
  await using given = await givenIdentity()
  const { caller: admin } = await given.account({ name: 'market' })
  const caller = await given.user(admin, 'ana')
  const policyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
  await given.identity.attachPolicy(admin, { ...ana, policyArn })
  const allows = (action: string) => given.identity.allows(caller, { action, resource: '*' })

  const looks = ['cloudtrail:LookupEvents', 'ingestion:ListFeeds', 'pipelines:GetPipeline']
  const acts = [
    ...[
      'ingestion:PauseFeed',
      'ingestion:CreateFeed',
      'pipelines:StartRun',
      'cloudtrail:PutEvents',
    ],
    'elasticmapreduce:GetClusterSessionCredentials',
  ]

  for (const action of looks) assert.equal(await allows(action), true, action)
  for (const action of acts) assert.equal(await allows(action), false, action)
})
