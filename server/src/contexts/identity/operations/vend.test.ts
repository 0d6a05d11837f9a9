import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenIdentity } from '../../../testing/identity.ts'

const scope = {
  tableId: 'tab-1',
  prefixes: [
    { location: 's3://lake/flights/', access: 'read' as const },
    { location: 's3://lake/out/', access: 'read-write' as const },
  ],
}

test('given vended credentials, when used, then they open their prefixes', async () => {
  await using given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })

  const vended = await given.caller(await given.identity.vend(caller, scope, 900))

  const may = (action: string, resource: string, prefix?: string) =>
    given.identity.allows(vended, {
      action,
      resource,
      ...(prefix === undefined ? {} : { context: { 's3:prefix': prefix } }),
    })
  assert.equal(await may('s3:GetObject', 'arn:aws:s3:::lake/flights/a.parquet'), true)
  assert.equal(await may('s3:PutObject', 'arn:aws:s3:::lake/flights/a.parquet'), false)
  assert.equal(await may('s3:PutObject', 'arn:aws:s3:::lake/out/a.parquet'), true)
  assert.equal(await may('s3:GetObject', 'arn:aws:s3:::lake/flights2/a.parquet'), false)
  assert.equal(await may('s3:GetObject', 'arn:aws:s3:::lake2/flights/a.parquet'), false)
  assert.equal(await may('s3:ListBucket', 'arn:aws:s3:::lake', 'flights/data/'), true)
  assert.equal(await may('s3:ListBucket', 'arn:aws:s3:::lake', 'flig'), false)
  assert.equal(await may('s3:ListBucket', 'arn:aws:s3:::lake'), false)
  assert.equal(await may('s3:GetBucketLocation', 'arn:aws:s3:::lake'), true)
  assert.equal(await may('glue:GetTable', '*'), false)
  assert.equal(await may('iam:CreateUser', '*'), false)
})

test('given a session, when it vends for longer, then the credentials end with it', async () => {
  await using given = await givenIdentity()
  const { caller } = await given.account({ name: 'market' })
  const session = await given.identity.getSessionToken(caller, 900)

  const vended = await given.identity.vend(session.caller, scope, 3600)

  assert.deepEqual(vended.expiresAt, session.credentials.expiresAt)
})
