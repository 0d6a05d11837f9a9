import { putAudit } from '../../../foundation/outbox.ts'
import type { Caller } from '../../identity/index.ts'
import type { LinkedBucket } from '../adapters/linked-bucket.ts'
import { changeOf } from '../audit.ts'
import { demandFacts } from '../content/find-version.ts'
import { putObjectRow } from '../content/put.ts'
import type { Received } from '../content/receive.ts'
import { withRoom } from '../content/room.ts'
import { storeContent } from '../content/store-content.ts'
import type { StorageParts } from '../deps.ts'
import { linkUnsupported, noSuchKey } from '../errors.ts'
import type { Acl } from '../model/acl.ts'
import { judgeOfWrite, judgeSource } from '../model/conditions.ts'
import { type CopiedObject, type CopyObject, wholeChecksum } from '../model/copying.ts'
import { formatLocation } from '../model/location.ts'
import { NULL_VERSION } from '../model/versioning.ts'
import type { Bucket } from '../store/buckets.ts'
import { type LinkedStored, linkedOf, writableOf } from './of-bucket.ts'
import { openSource } from './source.ts'
import { refuseConditions, refuseTags } from './write.ts'

export interface Copying {
  command: CopyObject
  /** Of a source that is not there others learn who may list its bucket. */
  hide(error: unknown): Promise<never>
  from: Bucket
  into: Bucket
  acl: { acl?: Acl }
}

/** Copies where a link is at one end, or at both. */
export async function copyOverLink(
  deps: StorageParts,
  caller: Caller,
  copying: Copying,
): Promise<CopiedObject> {
  const { command, into } = copying
  const target = writableOf(deps, into)
  if (!target) return copyFromLink(deps, caller, copying)
  const { bucket, key } = command
  if (command.algorithm) throw linkUnsupported({ bucket, what: 'checksums of copies' })
  const present = await demandFacts(deps, copying.from, command.source).catch(copying.hide)
  judgeSource(present, command.sourceConditions)
  refuseConditions(command, command.conditions, 'copy')
  refuseTags(command, command.tags ?? present.attributes.tags)
  const etag = await copyIntoLink(deps, target, { ...copying, present })
  const audit = changeOf(caller, 'storage.object-copied', formatLocation({ bucket, key }))
  await putAudit(deps.sql, [audit])
  deps.reads.count(caller, present.sizeBytes)
  const object = { etag, modifiedAt: deps.clock(), versionId: NULL_VERSION }
  const attributes = { headers: {}, metadata: {} }
  return { object: { ...object, attributes }, sourceVersionId: present.versionId }
}

/** Within one endpoint it copies by itself. Answers the ETag. */
async function copyIntoLink(
  deps: StorageParts,
  target: LinkedBucket,
  { command, from, present }: Copying & { present: LinkedStored },
): Promise<string> {
  const { key, source, description } = command
  const linked = linkedOf(deps, from)
  if (linked?.place.server === target.place.server) {
    const copied = await target.copy({ place: linked.place, object: present }, key, description)
    if (copied === undefined) throw noSuchKey({ location: formatLocation(source) })
    return copied
  }
  const { object, body } = await openSource(deps, from, source, (now) => {
    judgeSource(now, { ifMatch: present.etag })
    return undefined
  })
  const { headers, metadata } = description ?? object.attributes
  return target.put(key, body, { headers, metadata }).finally(() => body.destroy())
}

async function copyFromLink(
  deps: StorageParts,
  caller: Caller,
  { command, from, acl, hide }: Copying,
): Promise<CopiedObject> {
  const { bucket, key, source, description, tags } = command
  const { object, body } = await openSource(deps, from, source, (found) => {
    judgeSource(found, command.sourceConditions)
    return undefined
  }).catch(hide)
  const described = { ...object.attributes, ...description, ...(tags ? { tags } : {}), ...acl }
  const condition = judgeOfWrite(command, command.conditions)
  const audit = changeOf(caller, 'storage.object-copied', formatLocation({ bucket, key }))
  const index = ({ checksum, ...received }: Received) => {
    const attributes = { ...described, ...wholeChecksum(checksum) }
    const copied = { bucket, key, ...received, attributes, modifiedAt: deps.clock() }
    return withRoom(deps, (room) => putObjectRow(deps, copied, { condition, audit, room }))
  }
  const placed = await storeContent(deps, body, index, command.algorithm).finally(() =>
    body.destroy(),
  )
  deps.reads.count(caller, placed.sizeBytes)
  return { object: placed, sourceVersionId: object.versionId }
}
