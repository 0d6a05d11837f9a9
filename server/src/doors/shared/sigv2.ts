import { createHmac, timingSafeEqual } from 'node:crypto'
import { signatureExpired, signatureIncomplete } from './signature-errors.ts'
import type { SignedRequest } from './sigv4.ts'
import { queryParameters } from './sigv4-canonical.ts'

/**
 * Signature Version 2 in a query: boto3 still presigns objects with it in us-east-1. It does not
 * cover all parameters of a query, so only those that it covers are taken.
 *
 * @see Amazon S3 Developer Guide, "Signing and authenticating REST requests"
 */
export interface PresignedV2 {
  accessKeyId: string
  sessionToken: string | undefined
  signature: string
  expires: string
  /** What may have been signed: the resource with and without the bucket of the host name. */
  stringsToSign: readonly string[]
}

const METHODS = ['GET', 'HEAD', 'PUT']
const OWN = ['AWSAccessKeyId', 'Signature', 'Expires', 'content-md5', 'content-type']
const SIGNED = [
  'partNumber',
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
  'uploadId',
  'versionId',
]
const SECONDS_MAX = 7 * 24 * 3600 // As for Signature Version 4.

export function carriesV2(rawQuery: string): boolean {
  return /(^|&)AWSAccessKeyId=/.test(rawQuery)
}

/** @throws signature.incomplete, signature.expired */
export function parseV2(request: SignedRequest, now: Date): PresignedV2 {
  const query = queryParameters(request.rawQuery)
  const names = [...query.keys()]
  const odd = names.find(
    (name) => !OWN.includes(name) && !SIGNED.includes(name) && !name.startsWith('x-amz-'),
  )
  if (odd !== undefined || !METHODS.includes(request.method))
    throw signatureIncomplete({
      reason: 'Signature Version 2 is for single objects; use AWS4-HMAC-SHA256',
    })
  const expires = query.get('Expires') ?? ''
  const signature = query.get('Signature')
  if (!/^\d{1,12}$/.test(expires) || !signature)
    throw signatureIncomplete({ reason: 'Expires or Signature is missing' })
  const secondsLeft = Number(expires) - now.getTime() / 1000
  if (secondsLeft < 0)
    throw signatureExpired({ expiredAt: new Date(Number(expires) * 1000).toISOString() })
  if (secondsLeft > SECONDS_MAX)
    throw signatureIncomplete({ reason: 'Expires must be less than a week away' })
  return {
    accessKeyId: query.get('AWSAccessKeyId')!,
    sessionToken: query.get('x-amz-security-token'),
    signature,
    expires,
    stringsToSign: resourcesOf(request).map((resource) =>
      stringToSign(request, { query, expires, resource }),
    ),
  }
}

function stringToSign(
  request: SignedRequest,
  signed: { query: ReadonlyMap<string, string>; expires: string; resource: string },
): string {
  const { query, expires, resource } = signed
  const value = (name: string) => query.get(name) ?? request.headers.get(name) ?? ''
  const amz = new Map<string, string>()
  for (const [name, text] of [...request.headers, ...query])
    if (name.startsWith('x-amz-')) amz.set(name, text)
  const names = [...amz.keys()].sort()
  const parameters = SIGNED.filter((name) => query.has(name)).map((name) => {
    const text = query.get(name)!
    return text === '' ? name : `${name}=${text}`
  })
  return [
    request.method,
    value('content-md5'),
    value('content-type'),
    expires,
    ...names.map((name) => `${name}:${amz.get(name)}`),
    parameters.length > 0 ? `${resource}?${parameters.join('&')}` : resource,
  ].join('\n')
}

function resourcesOf({ rawPath, headers }: SignedRequest): string[] {
  const bucket = /^(.+?)\.s3[.-]/.exec(headers.get('host') ?? '')?.[1]
  return bucket === undefined ? [rawPath] : [rawPath, `/${bucket}${rawPath}`]
}

export function v2Holds({ signature, stringsToSign }: PresignedV2, secret: string): boolean {
  const given = Buffer.from(signature, 'base64')
  return stringsToSign.some((text) => {
    const computed = createHmac('sha1', secret).update(text).digest()
    return given.length === computed.length && timingSafeEqual(computed, given)
  })
}
