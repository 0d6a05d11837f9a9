import type { DeleteTarget } from '../../contexts/storage/index.ts'
import type { DomainError } from '../../foundation/errors.ts'
import { field, group, xmlAnswer } from './answer.ts'
import { invalidRequest, malformedXml } from './errors.ts'
import { checksumCarrier } from './integrity.ts'
import type { S3Operation } from './operation.ts'
import { smallBody } from './read-body.ts'
import { deleteConditionsOf } from './read-headers.ts'
import { childrenOf, childText, readXml, type XmlElement } from './read-xml.ts'
import { wireErrorOf } from './render-error.ts'
import type { S3Request } from './request.ts'
import { refusalOfVersion } from './versions.ts'

const KEYS_MAX = 1000 // API Reference, DeleteObjects.

export const deleteObjects: S3Operation = {
  name: 'DeleteObjects',
  method: 'POST',
  on: 'bucket',
  query: ['delete'],
  async run({ storage }, request) {
    demandDigest(request)
    const { targets, quiet } = readDelete(await smallBody(request))
    const { caller, bucket } = request
    const done = await storage.deleteObjects(caller, { bucket, targets })
    const results = done.map((one) => {
      const named = field('Key', one.key) + field('VersionId', one.versionId)
      if (one.refused) {
        const { code, message } = wireErrorOf(one.refused)
        return group('Error', named, field('Code', code), field('Message', message))
      }
      return quiet ? '' : group('Deleted', named, ...markerFields(one.markerVersionId))
    })
    return xmlAnswer('DeleteResult', results.join(''))
  },
}

function markerFields(versionId: string | undefined): string[] {
  if (versionId === undefined) return []
  return [field('DeleteMarker', true), field('DeleteMarkerVersionId', versionId)]
}

/** @throws s3.invalid-request @see S3 `DeleteObjects`, "Content-MD5 request header" */
function demandDigest(request: S3Request): void {
  const reason = 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*'
  if (request.headers['content-md5'] === undefined && !checksumCarrier(request))
    throw invalidRequest({ reason })
}

/** One that no version could have refuses its key alone. */
type Target = DeleteTarget & { refused?: DomainError }

function readDelete(body: Buffer): { targets: Target[]; quiet: boolean } {
  const root = readXml(body, 'Delete')
  const targets = childrenOf(root, 'Object').map(readTarget)
  if (targets.length === 0 || targets.length > KEYS_MAX)
    throw malformedXml({ reason: `it names ${targets.length} objects` })
  return { targets, quiet: childText(root, 'Quiet')?.trim() === 'true' }
}

function readTarget(object: XmlElement): Target {
  const key = childText(object, 'Key')
  if (key === undefined) throw malformedXml({ reason: 'an object has no key' })
  const versionId = childText(object, 'VersionId')
  const conditions = deleteConditionsOf({
    ifMatch: childText(object, 'ETag'),
    modifiedAt: childText(object, 'LastModifiedTime'),
    sizeBytes: childText(object, 'Size'),
  })
  const refused = versionId ? refusalOfVersion(versionId) : undefined
  return {
    key,
    ...(versionId ? { versionId } : {}),
    ...(refused ? { refused } : {}),
    ...(conditions ? { conditions } : {}),
  }
}
