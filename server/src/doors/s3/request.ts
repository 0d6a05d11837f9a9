import type { IncomingHttpHeaders } from 'node:http'
import type { Caller } from '../../contexts/identity/index.ts'
import type { UnsignedRequest } from '../shared/authenticate-aws.ts'
import type { Exchange } from '../shared/door.ts'
import { splitOnce } from '../shared/sigv4-canonical.ts'
import { invalidUri } from './errors.ts'

/** What is addressed: nothing for the service itself, a bucket, or a key of it. */
export interface Addressed {
  bucket?: string
  key?: string
}

/** A request, taken apart. */
export interface S3Request {
  method: string
  bucket: string
  key: string
  query: ReadonlyMap<string, string>
  headers: IncomingHttpHeaders
  caller: Caller
  signed: UnsignedRequest
}

/**
 * `bucket.s3.<suffix>` and `bucket.s3.<region>.<suffix>` name the bucket in the host, all else in
 * the first segment of the path.
 */
export function addressOf({ request, rawPath }: Exchange, domain: string): Addressed {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase()
  const path = decode(rawPath.replace(/^\//, ''))
  const inHost = bucketOfHost(host, domain)
  if (inHost !== undefined) return path === '' ? { bucket: inHost } : { bucket: inHost, key: path }
  const [bucket, key] = splitOnce(path, '/')
  if (path === '') return {}
  return key === '' ? { bucket } : { bucket, key }
}

function bucketOfHost(host: string, domain: string): string | undefined {
  if (!host.endsWith(`.${domain}`)) return undefined
  const match = /^(.+)\.s3(?:\.[a-z0-9-]+)?$/.exec(host.slice(0, -domain.length - 1))
  return match?.[1]
}

/** The first of a name counts; a plus is a space. @throws s3.invalid-uri */
export function queryOf({ rawQuery }: Exchange): Map<string, string> {
  const query = new Map<string, string>()
  for (const pair of rawQuery.split('&')) {
    if (pair === '') continue
    const [name, value] = splitOnce(pair, '=')
    const plain = decode(name)
    if (!query.has(plain)) query.set(plain, decode(value.replaceAll('+', ' ')))
  }
  return query
}

/** Of what names or chooses something: none of it holds NUL. @throws s3.invalid-uri */
export function decode(text: string): string {
  const plain = decoded(text)
  if (plain.includes('\0')) throw invalidUri({})
  return plain
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw invalidUri({}, { cause })
  }
}
