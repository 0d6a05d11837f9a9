import { createHash, createHmac } from 'node:crypto'
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import type { GivenS3 } from './given-s3.ts'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

export interface RawRequest {
  method: string
  /** Goes over the wire as it is: no URL is made of it. */
  path: string
  headers?: Record<string, string>
}

/** Opens a signed request without a signed payload; the body is the test's to write. */
export function rawRequest(given: GivenS3, { method, path, headers }: RawRequest): ClientRequest {
  const { port, host } = new URL(given.url)
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const payload = 'UNSIGNED-PAYLOAD'
  const signed: Record<string, string> = {
    host,
    'x-amz-content-sha256': payload,
    'x-amz-date': stamp,
    ...headers,
  }
  const names = Object.keys(signed).sort()
  const [pathname = '', search = ''] = path.split('?')
  const pairs = search.split('&').map((pair) => (pair.includes('=') ? pair : `${pair}=`))
  const canonical = [
    ...[method, pathname, search && pairs.sort().join('&')],
    ...names.map((name) => `${name}:${signed[name]}`),
    ...['', names.join(';'), signed['x-amz-content-sha256'] ?? ''],
  ].join('\n')
  const scope = `${stamp.slice(0, 8)}/us-east-1/s3/aws4_request`
  const secret = `AWS4${given.ownerKey.secretAccessKey}`
  const key = scope.split('/').reduce<string | Buffer>(hmac, secret)
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, hash(canonical)].join('\n')
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${given.ownerKey.accessKeyId}/${scope}, ` +
    `SignedHeaders=${names.join(';')}, Signature=${hmac(key, toSign).toString('hex')}`
  return httpRequest({ port, path, method, headers: { ...signed, authorization } })
}

export interface RawAnswer {
  status: number
  text: string
}

export async function answerOf(asked: ClientRequest): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  asked.on('response', resolve).on('error', reject)
  const response = await promise
  const text = Buffer.concat(await response.toArray()).toString()
  return { status: response.statusCode ?? 0, text }
}
