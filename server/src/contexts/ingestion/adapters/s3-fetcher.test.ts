import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { createOutbound, internalAddress } from '../../../foundation/outbound.ts'
import { fetchFailed } from '../errors.ts'
import { openFetcher } from './open-fetcher.ts'

const outbound = createOutbound({ internalHosts: ['127.0.0.1', 'localhost'] })
const OBJECTS: Readonly<Record<string, string>> = {
  'daily/a.csv': 'a,b\n1,2\n',
  'daily/b.csv': 'a,b\n3,4\n',
}

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/'
const SESSION = `<AssumeRoleResponse xmlns="${NAMESPACE}"><AssumeRoleResult><Credentials>
  <AccessKeyId>ASIATHEIRS</AccessKeyId><SecretAccessKey>theirs</SecretAccessKey>
  <SessionToken>in-their-role</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>
  </Credentials></AssumeRoleResult></AssumeRoleResponse>`
const REFUSAL = `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type>
  <Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>`

/** The far side: as much of S3 as a listing of one key a page, and ranges, need. */
async function givenBucket() {
  const asked: URLSearchParams[] = []
  const sessions = new Set<string>()
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (request.method === 'POST') {
      asked.push(new URLSearchParams(await text(request)))
      const known = asked.at(-1)?.get('ExternalId') === 'for-us-alone'
      return response.writeHead(known ? 200 : 403).end(known ? SESSION : REFUSAL)
    }
    sessions.add(String(request.headers['x-amz-security-token'] ?? ''))
    if (url.searchParams.has('list-type')) return response.end(page(url.searchParams))
    const key = url.pathname.replace('/bucket/', '')
    const content = OBJECTS[key]
    if (content === undefined) return response.writeHead(404).end()
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const etag = `"${key.length}"`
    if ((request.headers['if-match'] ?? etag) !== etag) return response.writeHead(412).end()
    return response.writeHead(start > 0 ? 206 : 200, { etag }).end(content.slice(start))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    ...{ asked, sessions },
    connection: {
      ...{ method: 's3' as const, bucket: 'bucket', region: 'us-east-1', accessKeyId: 'AKIA' },
      endpoint: `http://127.0.0.1:${port}`,
    },
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function page(query: URLSearchParams): string {
  const keys = Object.keys(OBJECTS).filter((key) => key.startsWith(query.get('prefix') ?? ''))
  const at = Number(query.get('continuation-token') ?? 0)
  const key = keys[at] ?? ''
  const next = at + 1 < keys.length
  return `<ListBucketResult><IsTruncated>${next}</IsTruncated>
    ${next ? `<NextContinuationToken>${at + 1}</NextContinuationToken>` : ''}
    <Contents><Key>${key}</Key><Size>${OBJECTS[key]?.length}</Size>
    <LastModified>2013-01-02T03:04:05.000Z</LastModified>
    <ETag>&quot;${key.length}&quot;</ETag></Contents></ListBucketResult>`
}

const secret = { password: 'secret' }

test('given pages of keys, when a prefix is listed, then all files are there', async () => {
  await using bucket = await givenBucket()
  await using fetcher = await openFetcher({ ...bucket, secret, directory: 'daily', outbound })

  const files = await fetcher.list()

  assert.deepEqual(
    files.map(({ path, sizeBytes, etag }) => [path, sizeBytes, etag]),
    [
      ['a.csv', 8, '"11"'],
      ['b.csv', 8, '"11"'],
    ],
  )
})

test('given a start inside, when read, then the rest comes, of the same object only', async () => {
  await using bucket = await givenBucket()
  await using fetcher = await openFetcher({ ...bucket, secret, directory: 'daily', outbound })
  const file = { path: 'b.csv', sizeBytes: 8, etag: '"11"' }

  const rest: Buffer[] = await (await fetcher.read(file, 4)).toArray()

  assert.equal(Buffer.concat(rest).toString(), '3,4\n')
  await assert.rejects(fetcher.read({ ...file, etag: '"other"' }, 4), fetchFailed.matches)
  await assert.rejects(fetcher.read({ ...file, path: 'gone' }, 0), fetchFailed.matches)
})

test('given no key in an agreement, when opened, then this host’s own is not used', async () => {
  await using bucket = await givenBucket()
  const { accessKeyId: _, ...connection } = bucket.connection

  const open = openFetcher({ connection, secret, directory: 'daily', outbound })

  await assert.rejects(open, fetchFailed.matches)
})

const ROLE = { arn: 'arn:aws:iam::123456789012:role/reads', externalId: 'for-us-alone' }

test('given a role of the vendor’s, when read, then it is assumed once', async () => {
  await using bucket = await givenBucket()
  const { endpoint } = bucket.connection
  const connection = { ...bucket.connection, role: { ...ROLE, endpoint } }
  await using fetcher = await openFetcher({ connection, secret, directory: 'daily', outbound })

  const files = await fetcher.list()
  await (await fetcher.read(files[0]!, 0)).toArray()

  assert.equal(files.length, 2)
  assert.deepEqual(
    bucket.asked.map((form) => [form.get('RoleArn'), form.get('ExternalId')]),
    [[ROLE.arn, ROLE.externalId]],
  )
  assert.deepEqual([...bucket.sessions], ['in-their-role'])
})

test('given a role that refuses, or an internal STS, when read, then it is told', async () => {
  await using bucket = await givenBucket()
  const { endpoint } = bucket.connection
  const listing = async (role: typeof ROLE & { endpoint: string }) => {
    const connection = { ...bucket.connection, role }
    await using fetcher = await openFetcher({ connection, secret, directory: 'daily', outbound })
    return await fetcher.list()
  }

  const refused = listing({ ...ROLE, externalId: 'guessed', endpoint })
  await assert.rejects(refused, fetchFailed.matches)
  const inside = listing({ ...ROLE, endpoint: 'http://169.254.169.254' })
  await assert.rejects(inside, internalAddress.matches)
  assert.deepEqual([...bucket.sessions], [])
})
