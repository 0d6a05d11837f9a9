import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as errors from '../errors.ts'
import { ana, bob, givenStorage, putOf } from '../testing/given-storage.ts'

const statement = {
  Effect: 'Allow' as const,
  Principal: { AWS: 'arn:aws:iam::222222222222:root' },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::lake/*',
}
const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })

test('given a policy, when another account reads, then its own IAM is asked too', async () => {
  await using given = await givenStorage()
  await given.storage.putObject(ana, putOf('a'))
  const read = () => given.storage.getObject(bob, { bucket: 'lake', key: 'a', conditions: {} })
  await assert.rejects(read(), errors.accessDenied.matches)

  await given.storage.putBucketPolicy(ana, { bucket: 'lake', policy })

  assert.equal((await read()).object.key, 'a')
})

test('given a registered location, when a policy allows it, then it stays closed', async () => {
  await using given = await givenStorage()
  await given.storage.putObject(ana, putOf('table/a'))
  await given.storage.putBucketPolicy(ana, { bucket: 'lake', policy })

  given.registered.add('s3://lake/table/')

  for (const caller of [ana, bob])
    for (const key of ['table/a', 'table/none'])
      await assert.rejects(
        given.storage.getObject(caller, { bucket: 'lake', key, conditions: {} }),
        errors.accessDenied.matches,
      )
})

test('given malformed policies, when they are put, then each is refused', async () => {
  await using given = await givenStorage()
  const { Principal: _, ...nobody } = statement
  for (const wrong of [
    nobody,
    { ...statement, Resource: 'arn:aws:s3:::other/*' },
    { ...statement, Resource: 'arn:aws:s3:::lake2/*' },
    { ...statement, Effect: 'Perhaps' as 'Allow' },
    { ...statement, Action: 7 },
    { ...statement, Action: 'GetObject' },
    { ...statement, Condition: 'x' },
    { ...statement, Condition: { StringLooks: { 's3:prefix': 'a' } } },
    { ...nobody, NotPrincipal: { AWS: '*' } },
    { ...statement, Principal: { AWS: 7 } },
    { ...statement, Principal: { AWS: 'arn:aws:iam::111111111111:user/ghost' } },
    { ...statement, Principal: { AWS: 'arn:aws:iam::111111111111:role/*' } },
    { ...statement, Principal: { AWS: ['*', 'ana'] } },
    { ...statement, Principal: { Service: 'emr' } },
    { ...statement, Principal: { CanonicalUser: 'me' } },
    { ...statement, Action: 's3:Foo' },
    { ...statement, Action: ['s3:GetObject', 's3:Foo*'] },
    { ...statement, Action: 'ec2:RunInstances' },
    { ...statement, Action: 's3:ListBucket' },
    { ...statement, Action: ['s3:GetObject', 's3:ListBucket'] },
    { ...statement, Action: 's3:ListAllMyBuckets' },
    { ...statement, Resource: 'arn:aws:s3:::lake' },
  ])
    await assert.rejects(
      given.storage.putBucketPolicy(ana, {
        bucket: 'lake',
        policy: JSON.stringify({ Statement: [wrong] }),
      }),
      errors.malformedPolicy.matches,
    )
})

test('given policies that S3 takes, when they are put, then they are kept', async () => {
  await using given = await givenStorage()
  const both = ['arn:aws:s3:::lake', 'arn:aws:s3:::lake/*']
  for (const right of [
    { ...statement, Principal: { AWS: 'arn:aws:iam::111111111111:user/team/ana' } },
    { ...statement, Principal: { AWS: ['222222222222', 'arn:aws:iam::999999999999:role/far'] } },
    { ...statement, Principal: { Service: 'logging.s3.amazonaws.com' } },
    { ...statement, Principal: { CanonicalUser: '222222222222' } },
    { ...statement, Action: ['s3:ListBucket', 's3:getobject'], Resource: both },
    { ...statement, Action: 's3:*' },
    { ...statement, Action: '*', Resource: both[0] },
    { ...statement, Action: 's3:Get*' },
    { ...statement, Effect: 'Deny', Action: 's3:PutLifecycleConfiguration', Resource: both[0] },
    { ...statement, Action: 's3:PutObjectVersionAnnotation' },
  ])
    await given.storage.putBucketPolicy(ana, {
      bucket: 'lake',
      policy: JSON.stringify({ Statement: [right] }),
    })
})
