import { isAnonymous } from '../../contexts/identity/index.ts'
import type { Attributes, ByteRange, Checksum } from '../../contexts/storage/index.ts'
import { invalidRequest, invalidRequestArgument } from './errors.ts'
import { checksumHeaders } from './read-headers.ts'
import type { S3Request } from './request.ts'
import { versionHeaders } from './versions.ts'

/** API Reference, GetObject: parameters of a signed request that replace headers of the answer. */
export const OVERRIDES: Readonly<Record<string, string>> = {
  'response-content-type': 'content-type',
  'response-content-language': 'content-language',
  'response-expires': 'expires',
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: a header must not hold them.
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/

export function objectHeaders(
  request: S3Request,
  found: {
    object: {
      sizeBytes: number
      etag: string
      modifiedAt: Date
      versionId: string
      attributes: Attributes
    }
    range: ByteRange
    partial: boolean
    part?: { partsCount: number; checksum?: Pick<Checksum, 'algorithm' | 'value'> }
  },
): Record<string, string> {
  const { object, range, part } = found
  const { sizeBytes, attributes } = object
  const { checksum, metadata, tags = {} } = attributes
  const tagsCount = Object.keys(tags).length
  const named = Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])
  const whole = !found.partial
  const asked = String(request.headers['x-amz-checksum-mode']).toUpperCase() === 'ENABLED'
  return {
    ...attributes.headers,
    ...Object.fromEntries(named),
    ...(asked && whole ? checksumHeaders(checksum) : {}),
    ...(asked && checksum && part?.checksum
      ? checksumHeaders({ ...checksum, ...part.checksum })
      : {}),
    ...(whole ? {} : { 'content-range': `bytes ${range.start}-${range.end}/${sizeBytes}` }),
    'accept-ranges': 'bytes',
    'content-length': String(range.end - range.start + 1),
    etag: `"${object.etag}"`,
    'last-modified': object.modifiedAt.toUTCString(),
    ...(tagsCount > 0 ? { 'x-amz-tagging-count': String(tagsCount) } : {}),
    ...(part ? { 'x-amz-mp-parts-count': String(part.partsCount) } : {}),
    ...versionHeaders(object.versionId),
  }
}

/** @throws s3.invalid-request, s3.invalid-argument where a value could not stand in a header */
export function checkedOverrides({ caller, query }: S3Request): Record<string, string> {
  const overrides: Record<string, string> = {}
  for (const [name, header] of Object.entries(OVERRIDES)) {
    const value = query.get(name)
    if (value === undefined) continue
    const reason = 'Request specific response headers cannot be used for anonymous GET requests.'
    if (isAnonymous(caller)) throw invalidRequest({ reason })
    if (CONTROL.test(value)) throw invalidRequestArgument({ name, value })
    overrides[header] = Buffer.from(value).toString('latin1')
  }
  return overrides
}
