import { invalidRequest } from './errors.ts'
import { numberOf, rangeOf, readConditionsOf } from './read-headers.ts'
import type { S3Request } from './request.ts'
import { PARTS_MAX } from './upload-part-address.ts'
import { versionAsked } from './versions.ts'

/** @throws s3.invalid-request where a range and a part are asked for at once */
export function readCommand(request: S3Request) {
  const { bucket, key, headers, query } = request
  const range = rangeOf(headers.range)
  const partNumber = numberOf(query, 'partNumber', { otherwise: 0, min: 1, max: PARTS_MAX })
  if (range && partNumber > 0)
    throw invalidRequest({
      reason: 'Cannot specify both Range header and partNumber query parameter',
    })
  return {
    ...{ bucket, key, conditions: readConditionsOf(headers) },
    ...versionAsked(request),
    ...(range ? { range } : {}),
    ...(partNumber > 0 ? { partNumber } : {}),
  }
}

export function partial({ headers, query }: S3Request): boolean {
  return rangeOf(headers.range) !== undefined || query.has('partNumber')
}

export function notModifiedHeaders(object: { etag: string; modifiedAt: Date }) {
  return { etag: `"${object.etag}"`, 'last-modified': object.modifiedAt.toUTCString() }
}
