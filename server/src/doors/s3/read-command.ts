import { invalidRequest } from './errors.ts'
import { rangeOf, readConditionsOf } from './read-headers.ts'
import type { S3Request } from './request.ts'

export function readCommand({ bucket, key, headers, query }: S3Request) {
  if (query.has('versionId') && query.get('versionId') !== 'null')
    throw invalidRequest({ reason: 'versions of objects are not kept' })
  const range = rangeOf(headers.range)
  return { bucket, key, conditions: readConditionsOf(headers), ...(range ? { range } : {}) }
}

export function partial({ headers }: S3Request): boolean {
  return rangeOf(headers.range) !== undefined
}

export function notModifiedHeaders(object: { etag: string; modifiedAt: Date }) {
  return { etag: `"${object.etag}"`, 'last-modified': object.modifiedAt.toUTCString() }
}
