import type { AuthenticatedRequest } from '../shared/authenticate-aws.ts'
import type { Exchange } from '../shared/door.ts'

const AUTH_TYPES = { header: 'REST-HEADER', query: 'REST-QUERY-STRING' } as const

/**
 * What policies may ask about the request itself, whatever it does.
 *
 * @see Service Authorization Reference, "Condition keys for Amazon S3"; IAM User Guide, "AWS global
 * condition context keys"
 */
export function conditionKeysOf(
  { request, address, secure }: Exchange,
  of: {
    query: ReadonlyMap<string, string>
    signed: Partial<Pick<AuthenticatedRequest, 'form' | 'scope'>>
  },
): Record<string, string> {
  const { form, scope } = of.signed
  const known: Record<string, string | undefined> = {
    'aws:SecureTransport': String(secure),
    'aws:SourceIp': address?.replace(/^::ffff:/, ''),
    'aws:UserAgent': request.headers['user-agent'],
    'aws:Referer': request.headers.referer,
    's3:authType': form && AUTH_TYPES[form],
    's3:signatureversion': scope && (scope.date === '' ? 'AWS' : 'AWS4-HMAC-SHA256'),
    's3:VersionId': of.query.get('versionId'),
  }
  for (const [name, value] of Object.entries(request.headers))
    if (name.startsWith('x-amz-') && name !== 'x-amz-security-token')
      known[`s3:${name}`] = plain(name, String(value))
  const given = Object.entries(known).filter((one): one is [string, string] => one[1] !== undefined)
  return Object.fromEntries(given)
}

/** A copy's source is compared as `bucket/key`. */
function plain(name: string, value: string): string {
  if (name !== 'x-amz-copy-source') return value
  try {
    return decodeURIComponent(value).replace(/^\//, '')
  } catch {
    return value // The operation will refuse it.
  }
}
