import { createHash, createHmac } from 'node:crypto'
import type { Credentials } from '../../../contexts/identity/index.ts'

/** A request as it goes over the wire: no URL is made of its path. */
export interface Message {
  method: string
  path: string
  headers: Record<string, string | string[]>
  body?: string | Buffer
}

/** What to sign, and how it deviates from what is right. */
export interface Signing {
  form?: 'header' | 'query'
  method: string
  /** With its query. */
  path: string
  headers?: Readonly<Record<string, string>>
  body?: string | Buffer
  /** `x-amz-content-sha256`; the hash of the body unless it is given. */
  payload?: string
  at?: Date
  region?: string
  service?: string
  /** Of the credential scope, where it is not that of `at`. */
  scopeDate?: string
  /** Of the query form. */
  expires?: string
}

export interface Signed {
  message: Message
  /** What chunks are chained to. */
  seed: ChunkSeed
}

export interface ChunkSeed {
  signature: string
  key: Buffer
  stamp: string
  scope: string
}

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** Written apart from the door's own reading of signatures, so that both must be right. */
export function sign(host: string, credentials: Credentials, signing: Signing): Signed {
  const { form = 'header', at = new Date(), region = 'us-east-1', service = 's3' } = signing
  const stamp = at.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const scope = `${signing.scopeDate ?? stamp.slice(0, 8)}/${region}/${service}/aws4_request`
  const payload = signing.payload ?? sha256(signing.body ?? '')
  const token = credentials.sessionToken
  const credential = `${credentials.accessKeyId}/${scope}`
  const headers: Record<string, string> = { host, ...signing.headers }
  if (form === 'header') {
    Object.assign(headers, { 'x-amz-content-sha256': payload, 'x-amz-date': stamp })
    if (token !== undefined) headers['x-amz-security-token'] = token
  }
  const names = Object.keys(headers).sort()
  const added =
    form === 'header'
      ? []
      : presigned({ credential, stamp, names, token, expires: signing.expires ?? '60' })
  const path = withQuery(signing.path, added)
  const toSign = [
    ...['AWS4-HMAC-SHA256', stamp, scope],
    sha256(
      canonical({ method: signing.method, path, headers, names }, form, signing.payload ?? payload),
    ),
  ].join('\n')
  const key = scope
    .split('/')
    .reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`) as Buffer
  const signature = hmac(key, toSign).toString('hex')
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${credential}, ` +
    `SignedHeaders=${names.join(';')}, Signature=${signature}`
  const message =
    form === 'header'
      ? { method: signing.method, path, headers: { ...headers, authorization } }
      : { method: signing.method, path: `${path}&X-Amz-Signature=${signature}`, headers }
  const body = signing.body === undefined ? {} : { body: signing.body }
  return { message: { ...message, ...body }, seed: { signature, key, stamp, scope } }
}

function presigned(of: {
  credential: string
  stamp: string
  names: readonly string[]
  token: string | undefined
  expires: string
}): [string, string][] {
  return [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', of.credential],
    ['X-Amz-Date', of.stamp],
    ['X-Amz-Expires', of.expires],
    ['X-Amz-SignedHeaders', of.names.join(';')],
    ...(of.token === undefined ? [] : ([['X-Amz-Security-Token', of.token]] as [string, string][])),
  ]
}

function withQuery(path: string, added: readonly [string, string][]): string {
  if (added.length === 0) return path
  const pairs = added.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`
}

function canonical(
  of: {
    method: string
    path: string
    headers: Readonly<Record<string, string>>
    names: readonly string[]
  },
  form: 'header' | 'query',
  payload: string,
): string {
  const { method, path, headers, names } = of
  const cut = path.indexOf('?')
  const [pathname, search] = cut < 0 ? [path, ''] : [path.slice(0, cut), path.slice(cut + 1)]
  const pairs = search.split('&').filter((pair) => pair !== '')
  const sorted = pairs.map((pair) => (pair.includes('=') ? pair : `${pair}=`)).sort()
  return [
    ...[method, pathname, sorted.join('&')],
    ...names.map((name) => `${name}:${headers[name]}`),
    ...['', names.join(';'), form === 'query' ? 'UNSIGNED-PAYLOAD' : payload],
  ].join('\n')
}

/** The chunks of a signed body, each with its signature, and a trailer where there is one. */
export function signChunks(
  { signature, key, stamp, scope }: ChunkSeed,
  chunks: readonly string[],
  trailer?: { name: string; value: string },
): string[] {
  let previous = signature
  const chain = (algorithm: string, hashes: string) => {
    previous = hmac(key, `${algorithm}\n${stamp}\n${scope}\n${previous}\n${hashes}`).toString('hex')
    return previous
  }
  const lines = [...chunks, ''].map((chunk) => {
    const own = chain('AWS4-HMAC-SHA256-PAYLOAD', `${sha256('')}\n${sha256(chunk)}`)
    const head = `${Buffer.byteLength(chunk).toString(16)};chunk-signature=${own}\r\n`
    return chunk === '' ? head : `${head}${chunk}\r\n`
  })
  if (!trailer) return [...lines, '\r\n']
  const line = `${trailer.name}:${trailer.value}`
  const own = chain('AWS4-HMAC-SHA256-TRAILER', sha256(`${line}\n`))
  return [...lines, `${line}\r\n`, `x-amz-trailer-signature:${own}\r\n\r\n`]
}
