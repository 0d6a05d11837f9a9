import type { Readable } from 'node:stream'
import { CHECKSUM_BYTES } from '../../foundation/checksum.ts'
import { checksumPassThrough, pipedOnceRead, readBody } from '../shared/verified-body.ts'
import { bodyOverMax, invalidDigest, invalidRequest, missingContentLength } from './errors.ts'
import { checksumCarrier } from './integrity.ts'
import type { S3Request } from './request.ts'

/** XML of 10,000 parts, or of 1,000 keys of 1,024 bytes each, has room in it. */
const XML_BYTES_MAX = 8 * 2 ** 20
const OBJECT_BYTES_MAX = 5 * 2 ** 30 // S3 User Guide: an object put at once, and a part.

/** The bytes of an object or a part. They fail before their end unless all digests hold. */
export function objectBody(request: S3Request): Readable {
  const { bodyLength } = request.signed
  if (bodyLength === undefined) throw missingContentLength({})
  if (bodyLength > OBJECT_BYTES_MAX) throw bodyOverMax({ sizeBytesMax: OBJECT_BYTES_MAX })
  return verified(request)
}

/** A whole small body. @throws body.too-large */
export async function smallBody(request: S3Request): Promise<Buffer> {
  return readBody(verified(request), XML_BYTES_MAX)
}

function verified(request: S3Request): Readable {
  const { body } = request.signed
  const declared = declaredDigests(request)
  if (declared.size === 0) return body
  const check = checksumPassThrough(declared)
  body.on('error', (error) => check.destroy(error))
  check.on('error', () => {}) // The reader gets it; nobody reads after an early refusal.
  body.on('close', () => {
    if (!body.readableEnded) check.destroy()
  })
  return pipedOnceRead(body, check)
}

function declaredDigests(request: S3Request): Map<string, string> {
  const declared = new Map<string, string>()
  const carrier = checksumCarrier(request)
  const lengths: [string, number][] = [['content-md5', CHECKSUM_BYTES.md5]]
  if (carrier) lengths.push([carrier.name, CHECKSUM_BYTES[carrier.algorithm]])
  for (const [header, length] of lengths) {
    const value = request.headers[header]
    if (typeof value !== 'string') continue
    const bytes = Buffer.from(value, 'base64')
    if (bytes.length !== length || bytes.toString('base64') !== value)
      throw header === 'content-md5'
        ? invalidDigest({ header })
        : invalidRequest({ reason: `Value for ${header} header is invalid.` })
    declared.set(header, value)
  }
  return declared
}
