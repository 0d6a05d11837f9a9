import type { RangeCondition } from '../../contexts/storage/index.ts'
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
    ...(range ? { range, ...ifRangeOf(headers['if-range']) } : {}),
    ...(partNumber > 0 ? { partNumber } : {}),
  }
}

/** An ETag, or a date as of `Last-Modified`. */
function ifRangeOf(value: string | string[] | undefined): { ifRange?: RangeCondition } {
  if (value === undefined) return {}
  const text = String(value).trim()
  const modifiedAt = /^[A-Z][a-z]{2}, /.test(text) ? new Date(text) : undefined
  return { ifRange: modifiedAt ? { modifiedAt } : { etag: text } }
}

export function notModifiedHeaders(object: { etag: string; modifiedAt: Date }) {
  return { etag: `"${object.etag}"`, 'last-modified': object.modifiedAt.toUTCString() }
}
