import assert from 'node:assert/strict'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { linkRefused, upstreamAway, upstreamRefused } from '../errors.ts'
import type { Link } from '../model/link.ts'
import { ana, givenStorage } from '../testing/given-storage.ts'
import { type GivenUpstream, givenUpstream, refuse } from '../testing/given-upstream.ts'

const ROLE = 'arn:aws:iam::123456789012:role/lake'
const MINUTE = 60_000
const wanted = { location: 's3://far/db/t-1/', access: 'read' } as const

/** Bucket `far` is linked to the one of that name, directly unless `change` says otherwise. */
async function givenDirect(change: Partial<Link> = {}) {
  const far = await givenUpstream('')
  const given = await givenStorage()
  const directory = join(given.deps.objectsDirectory, 'link-keys')
  await mkdir(directory, { recursive: true })
  await copyFile(far.settings.credentialsFile, join(directory, 'far'))
  const { endpoint = '' } = far.settings
  const place = { bucket: 'far', prefix: '', endpoint, region: 'us-east-1', key: 'far' }
  const link: Link = { ...place, access: 'read-write', direct: { roleArn: ROLE }, ...change }
  const bucket = { name: 'far', accountId: ana.accountId, link }
  await given.storage.linkBucket(bucket)
  far.assumed.length = 0
  return {
    ...{ far, storage: given.storage, bucket },
    async [Symbol.asyncDispose]() {
      await given[Symbol.asyncDispose]()
      await far[Symbol.asyncDispose]()
    },
  }
}

function policyOf({ assumed }: GivenUpstream) {
  return JSON.parse(assumed.at(-1)?.get('Policy') ?? '')
}

test('given a direct link, when credentials are asked for, then for the place alone', async () => {
  await using given = await givenDirect()
  const { storage, far } = given

  const found = await storage.directCredentials(ana, wanted)

  assert.deepEqual(
    { ...found, expiresAt: undefined },
    {
      ...{ accessKeyId: 'ASIAFAR', secretAccessKey: 'of-the-far-side', sessionToken: 'token' },
      ...{ expiresAt: undefined, endpoint: far.settings.endpoint, region: 'us-east-1' },
    },
  )
  assert.equal(far.assumed[0]?.get('RoleArn'), ROLE)
  assert.equal(far.assumed[0]?.get('DurationSeconds'), '900')
  assert.match(far.assumed[0]?.get('RoleSessionName') ?? '', /^millrace-111111111111-ana$/)
  assert.deepEqual(policyOf(far), {
    Version: '2012-10-17',
    Statement: [
      {
        ...{ Effect: 'Allow', Action: ['s3:GetObject'] },
        Resource: ['arn:aws:s3:::far/db/t-1/*'],
      },
      {
        ...{ Effect: 'Allow', Action: ['s3:ListBucket'], Resource: ['arn:aws:s3:::far'] },
        Condition: { StringLike: { 's3:prefix': ['db/t-1/*'] } },
      },
    ],
  })
})

test('given who may write, when the link is to be read alone, then they only read', async () => {
  await using given = await givenDirect()
  const { storage, far, bucket } = given
  const writing = { ...wanted, access: 'read-write' } as const
  await storage.directCredentials(ana, writing)
  const { Action } = policyOf(far).Statement[0]
  assert.ok(Action.includes('s3:PutObject') && Action.includes('s3:DeleteObject'))

  await storage.linkBucket({ ...bucket, link: { ...bucket.link, access: 'read' } })
  await storage.directCredentials(ana, writing)

  assert.deepEqual(policyOf(far).Statement[0].Action, ['s3:GetObject'])
})

test('given a session that ends sooner, when vended, then credentials end with it', async () => {
  await using given = await givenDirect()
  const expiresAt = new Date(Date.now() + 5 * MINUTE)

  const found = await given.storage.directCredentials({ ...ana, expiresAt }, wanted)

  assert.equal(found?.expiresAt.getTime(), expiresAt.getTime())
  for (const { Condition } of policyOf(given.far).Statement)
    assert.deepEqual(Condition.DateLessThan, { 'aws:CurrentTime': expiresAt.toISOString() })
})

test('given places that a policy cannot name, when asked for, then none are had', async () => {
  await using given = await givenDirect()
  const { storage, far } = given
  const at = (location: string) => storage.directCredentials(ana, { ...wanted, location })

  for (const location of [
    's3://far/db/*/',
    's3://far/db/t?/',
    's3://far/$' + '{aws:username}/',
    's3://far/',
    's3://far/db/t',
    's3://lake/db/t/',
    's3://none/db/t/',
  ])
    assert.equal(await at(location), undefined, location)

  assert.equal(far.assumed.length, 0)
})

test('given a link that is not direct, when asked for, then none are had', async () => {
  await using given = await givenDirect()
  const { direct: _, ...link } = given.bucket.link
  await given.storage.linkBucket({ ...given.bucket, link })

  assert.equal(await given.storage.directCredentials(ana, wanted), undefined)
})

test('given an endpoint that ignores conditions, when linked to write, then refused', async () => {
  await using given = await givenDirect()
  const { storage, far, bucket } = given
  far.fault = ({ headers }) => {
    delete headers['if-match']
    return false
  }

  await assert.rejects(storage.linkBucket(bucket), /takes conditions of a PUT without effect/)

  assert.equal(far.objects.size, 0)
  await storage.linkBucket({ ...bucket, link: { ...bucket.link, access: 'read' } })
})

test('given an STS that fails, when asked for, then it is told, and not linked', async () => {
  await using given = await givenDirect()
  const { storage, far, bucket } = given
  far.fault = ({ key, method }, response) =>
    method === 'POST' && key === '' ? refuse(response, 403, 'AccessDenied') : false

  await assert.rejects(storage.directCredentials(ana, wanted), upstreamRefused.matches)
  const [{ state } = { state: undefined }] = await storage.links()
  assert.deepEqual([state?.state, state?.fix], ['failed', `let the key assume "${ROLE}"`])
  const link = { ...bucket.link, direct: { roleArn: `${ROLE}-other` } }
  await assert.rejects(storage.linkBucket({ ...bucket, link }), linkRefused.matches)
  far.fault = (_, response) => response.destroy() !== undefined
  await assert.rejects(storage.directCredentials(ana, wanted), upstreamAway.matches)
})
