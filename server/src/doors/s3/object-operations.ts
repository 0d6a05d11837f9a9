import { field, type S3Answer, xmlAnswer } from './answer.ts'
import { invalidRequest, invalidRequestArgument } from './errors.ts'
import { checkedOverrides, objectHeaders } from './object-headers.ts'
import type { S3Operation } from './operation.ts'
import { objectBody } from './read-body.ts'
import {
  checksumHeaders,
  checksumOf,
  copySourceOf,
  descriptionOf,
  rangeOf,
  readConditionsOf,
  refuseUnserved,
  writeConditionsOf,
} from './read-headers.ts'
import type { S3Request } from './request.ts'

const putObject: S3Operation = {
  name: 'PutObject',
  method: 'PUT',
  on: 'object',
  async run({ storage }, request) {
    const { caller, bucket, key, headers } = request
    refuseUnserved(headers)
    const object = await storage.putObject(caller, {
      bucket,
      key,
      body: objectBody(request),
      description: descriptionOf(headers),
      conditions: writeConditionsOf(headers),
      checksum: () => checksumOf(request),
    })
    const { checksum } = object.attributes
    return { status: 200, headers: { etag: `"${object.etag}"`, ...checksumHeaders(checksum) } }
  },
}

const getObject: S3Operation = {
  name: 'GetObject',
  method: 'GET',
  on: 'object',
  async run({ storage }, request) {
    const overrides = checkedOverrides(request)
    const found = await storage.getObject(request.caller, readCommand(request))
    const { object, range, body } = found
    if (!body) return { status: 304, headers: notModifiedHeaders(object) }
    const headers = { ...objectHeaders(request, object, range), ...overrides }
    return { status: partial(request) ? 206 : 200, headers, body }
  },
}

const headObject: S3Operation = {
  name: 'HeadObject',
  method: 'HEAD',
  on: 'object',
  async run({ storage }, request) {
    const overrides = checkedOverrides(request)
    const found = await storage.headObject(request.caller, readCommand(request))
    const { object, range, unchanged } = found
    if (unchanged) return { status: 304, headers: notModifiedHeaders(object) }
    const headers = { ...objectHeaders(request, object, range), ...overrides }
    return { status: partial(request) ? 206 : 200, headers }
  },
}

const deleteObject: S3Operation = {
  name: 'DeleteObject',
  method: 'DELETE',
  on: 'object',
  async run({ storage }, { caller, bucket, key }): Promise<S3Answer> {
    const refused = await storage.deleteObjects(caller, { bucket, keys: [key] })
    const refusal = refused.get(key)
    if (refusal) throw refusal
    return { status: 204 }
  },
}

const copyObject: S3Operation = {
  name: 'CopyObject',
  method: 'PUT',
  on: 'object',
  header: 'x-amz-copy-source',
  async run({ storage }, request) {
    const { caller, bucket, key, headers } = request
    refuseUnserved(headers)
    const directive = String(headers['x-amz-metadata-directive'] ?? 'COPY')
    if (directive !== 'COPY' && directive !== 'REPLACE')
      throw invalidRequestArgument({ name: 'x-amz-metadata-directive', value: directive })
    const copy = await storage.copyObject(caller, {
      bucket,
      key,
      source: copySourceOf(String(headers['x-amz-copy-source'])),
      sourceConditions: readConditionsOf(headers, 'x-amz-copy-source-'),
      conditions: writeConditionsOf(headers),
      ...(directive === 'REPLACE' ? { description: descriptionOf(headers) } : {}),
    })
    const { modifiedAt, etag } = copy
    return xmlAnswer(
      'CopyObjectResult',
      field('LastModified', modifiedAt) + field('ETag', `"${etag}"`),
    )
  },
}

function readCommand({ bucket, key, headers, query }: S3Request) {
  if (query.has('versionId') && query.get('versionId') !== 'null')
    throw invalidRequest({ reason: 'versions of objects are not kept' })
  const range = rangeOf(headers.range)
  return { bucket, key, conditions: readConditionsOf(headers), ...(range ? { range } : {}) }
}

function partial({ headers }: S3Request): boolean {
  return rangeOf(headers.range) !== undefined
}

function notModifiedHeaders(object: { etag: string; modifiedAt: Date }) {
  return { etag: `"${object.etag}"`, 'last-modified': object.modifiedAt.toUTCString() }
}

export const objectOperations: readonly S3Operation[] = [
  copyObject,
  putObject,
  getObject,
  headObject,
  deleteObject,
]
