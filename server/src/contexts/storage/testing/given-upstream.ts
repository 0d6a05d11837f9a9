import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { UpstreamSettings } from '../index.ts'

interface Asked {
  /** `PUT /bucket/key?uploads` without the values of the query. */
  what: string
  method: string
  key: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: Buffer
}

/** True where it has answered, or will never. */
type Fault = (asked: Asked, response: ServerResponse) => boolean

/** As much of an S3 server as blobs need, in memory; `fault` comes before it. */
export interface GivenUpstream extends AsyncDisposable {
  settings: UpstreamSettings
  objects: Map<string, Buffer>
  uploads: Map<string, { key: string; parts: Map<number, Buffer> }>
  asked: string[]
  /** What its STS was asked for. */
  assumed: URLSearchParams[]
  fault: Fault | undefined
  connections(): Promise<number>
}

const BUCKET = 'far'

export async function givenUpstream(prefix = 'lake/'): Promise<GivenUpstream> {
  const directory = await mkdtemp(join(tmpdir(), 'millrace-upstream-'))
  const credentialsFile = join(directory, 'key')
  const key = '[default]\naws_access_key_id = AKIAFAR\naws_secret_access_key = secret\n'
  await writeFile(credentialsFile, key, { mode: 0o600 })
  const server = createServer((request, response) => void answer(given, request, response))
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const given: GivenUpstream = {
    settings: { bucket: BUCKET, prefix, endpoint, region: 'us-east-1', credentialsFile },
    objects: new Map(),
    uploads: new Map(),
    asked: [],
    assumed: [],
    fault: undefined,
    connections: () => promisify(server.getConnections.bind(server))(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((settle) => server.close(settle))
      await rm(directory, { recursive: true, force: true })
    },
  }
  return given
}

/** An answer of S3 that refuses. */
export function refuse(response: ServerResponse, status: number, code: string): true {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<Error><Code>${code}</Code><Message>so says the far side</Message></Error>`)
  return true
}

async function answer(given: GivenUpstream, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', 'http://far')
  const [, , ...path] = url.pathname.split('/')
  const method = request.method ?? ''
  const body = Buffer.concat(await request.toArray().catch(() => []))
  if (request.destroyed && !request.complete) return
  const names = [...url.searchParams.keys()].filter((name) => name !== 'x-id').toSorted()
  const what = [method, decodeURIComponent(path.join('/')), ...names].join(' ')
  given.asked.push(what)
  const key = decodeURIComponent(path.join('/'))
  const asked = { what, method, key, query: url.searchParams, headers: request.headers, body }
  if (given.fault?.(asked, response)) return
  const act = acts.find(([on, needs]) => on === method && (!needs || url.searchParams.has(needs)))
  act?.[2](given, asked, response)
}

const acts: [string, string, (given: GivenUpstream, asked: Asked, to: ServerResponse) => void][] = [
  ['POST', 'uploads', createUpload],
  ['POST', 'uploadId', completeUpload],
  ['POST', 'delete', deleteObjects],
  ['POST', '', assumeRole],
  ['PUT', 'uploadId', putPart],
  ['PUT', '', putObject],
  ['GET', 'uploads', listUploads],
  ['GET', 'list-type', listObjects],
  ['GET', '', getObject],
  ['HEAD', '', getObject],
  ['DELETE', 'uploadId', abortUpload],
  ['DELETE', '', deleteObject],
]

function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`
}

function putObject({ objects }: GivenUpstream, { key, headers, body }: Asked, to: ServerResponse) {
  const held = objects.get(key)
  const matches = !headers['if-match'] || (held && etagOf(held) === headers['if-match'])
  if (!matches || (headers['if-none-match'] === '*' && held))
    return refuse(to, 412, 'PreconditionFailed')
  const bytes = copied(objects, headers) ?? body
  objects.set(key, bytes)
  const etag = etagOf(bytes)
  to.setHeader('etag', etag).end(`<CopyObjectResult><ETag>${etag}</ETag></CopyObjectResult>`)
}

/** What a copy is to hold; undefined for a body of its own. */
function copied(objects: GivenUpstream['objects'], headers: Asked['headers']) {
  const source = headers['x-amz-copy-source']
  if (source === undefined) return undefined
  return objects.get(decodeURIComponent(String(source)).slice(BUCKET.length + 1))
}

function getObject(
  { objects }: GivenUpstream,
  { key, method, headers }: Asked,
  to: ServerResponse,
) {
  const bytes = objects.get(key)
  if (!bytes) return refuse(to, 404, 'NoSuchKey')
  const [, from = '', last = ''] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []
  if (from !== '' && Number(from) >= bytes.length) return refuse(to, 416, 'InvalidRange')
  const part = from === '' ? bytes : bytes.subarray(Number(from), Number(last) + 1)
  to.writeHead(from === '' ? 200 : 206, { 'content-length': part.length })
  to.end(method === 'HEAD' ? undefined : part)
}

function createUpload({ uploads }: GivenUpstream, { key }: Asked, to: ServerResponse) {
  const id = `upload-${uploads.size}-${Date.now()}`
  uploads.set(id, { key, parts: new Map() })
  to.end(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId>
    </InitiateMultipartUploadResult>`)
}

function uploadOf({ uploads }: GivenUpstream, { query }: Asked) {
  return uploads.get(query.get('uploadId') ?? '')
}

function putPart(given: GivenUpstream, asked: Asked, to: ServerResponse) {
  const upload = uploadOf(given, asked)
  if (!upload) return refuse(to, 404, 'NoSuchUpload')
  upload.parts.set(Number(asked.query.get('partNumber')), asked.body)
  to.setHeader('etag', etagOf(asked.body)).end()
}

function completeUpload(given: GivenUpstream, asked: Asked, to: ServerResponse) {
  const upload = uploadOf(given, asked)
  if (!upload) return refuse(to, 404, 'NoSuchUpload')
  const numbers = [...asked.body.toString().matchAll(/<PartNumber>(\d+)</g)].map(([, n]) =>
    Number(n),
  )
  const parts = numbers.map((number) => upload.parts.get(number) ?? Buffer.alloc(0))
  given.objects.set(upload.key, Buffer.concat(parts))
  given.uploads.delete(asked.query.get('uploadId') ?? '')
  to.end('<CompleteMultipartUploadResult><ETag>"x-1"</ETag></CompleteMultipartUploadResult>')
}

function abortUpload(given: GivenUpstream, asked: Asked, to: ServerResponse) {
  if (!uploadOf(given, asked)) return refuse(to, 404, 'NoSuchUpload')
  given.uploads.delete(asked.query.get('uploadId') ?? '')
  to.writeHead(204).end()
}

function assumeRole({ assumed }: GivenUpstream, { body }: Asked, to: ServerResponse) {
  const asked = new URLSearchParams(body.toString())
  assumed.push(asked)
  const seconds = Number(asked.get('DurationSeconds'))
  to.setHeader('content-type', 'text/xml')
  to.end(`<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
    <AssumeRoleResult><Credentials><AccessKeyId>ASIAFAR</AccessKeyId>
    <SecretAccessKey>of-the-far-side</SecretAccessKey><SessionToken>token</SessionToken>
    <Expiration>${new Date(Date.now() + seconds * 1000).toISOString()}</Expiration>
    </Credentials></AssumeRoleResult></AssumeRoleResponse>`)
}

function deleteObject({ objects }: GivenUpstream, { key }: Asked, to: ServerResponse) {
  objects.delete(key)
  to.writeHead(204).end()
}

function deleteObjects({ objects }: GivenUpstream, { body }: Asked, to: ServerResponse) {
  for (const [, key = ''] of body.toString().matchAll(/<Key>([^<]+)</g)) objects.delete(key)
  to.end('<DeleteResult></DeleteResult>')
}

/** Pages of two. */
function listObjects({ objects }: GivenUpstream, { query }: Asked, to: ServerResponse) {
  const within = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? ''))
  const from = Number(query.get('continuation-token') ?? 0)
  const page = within.toSorted().slice(from, from + 2)
  const next = from + 2 < within.length
  to.end(`<ListBucketResult><IsTruncated>${next}</IsTruncated>
    ${next ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : ''}
    ${page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')}</ListBucketResult>`)
}

function listUploads({ uploads }: GivenUpstream, _: Asked, to: ServerResponse) {
  const each = [...uploads].map(
    ([id, { key }]) => `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`,
  )
  to.end(`<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${each.join('')}
    </ListMultipartUploadsResult>`)
}
