import { putAudit } from '../../../foundation/outbox.ts'
import type { Caller } from '../../identity/index.ts'
import type { Body } from '../adapters/blob-store.ts'
import { changeOf } from '../audit.ts'
import { putObjectRow } from '../content/put.ts'
import { demandRoomEarly, withRoom } from '../content/room.ts'
import { storeContent } from '../content/store-content.ts'
import type { StorageParts } from '../deps.ts'
import { demandPut } from '../gate.ts'
import { writableOf } from '../links/of-bucket.ts'
import { putThroughLink, refuseTags } from '../links/write.ts'
import type { Acl, AclWish } from '../model/acl.ts'
import { checkDescription, type Description } from '../model/attributes.ts'
import { judgeOfWrite, type WriteConditions } from '../model/conditions.ts'
import { checkKey, formatLocation } from '../model/location.ts'
import type { Checksum, ObjectAt, StoredObject } from '../model/object.ts'
import { NULL_VERSION } from '../model/versioning.ts'
import { findObjectFacts } from '../store/objects.ts'

export interface PutObject extends ObjectAt {
  body: Body
  /** Of the body, where it was told. */
  sizeBytes?: number | undefined
  description: Description
  conditions: WriteConditions
  acl?: AclWish | undefined
  /** Verified by whoever made `body`; asked for when it has ended. */
  checksum?: () => Checksum | undefined
}

/** What is told of an object that was put. */
export type PlacedObject = Pick<StoredObject, 'etag' | 'versionId' | 'attributes' | 'modifiedAt'>

/**
 * Keeps the body as the object; durable and whole when it answers, or not there at all.
 *
 * @throws storage.no-such-bucket, storage.precondition-failed, storage.key-too-long, storage.full,
 * storage.quota-exceeded, storage.link-read-only, storage.link-unsupported
 * @see S3 `PutObject`
 */
export async function putObject(
  deps: StorageParts,
  caller: Caller,
  command: PutObject,
): Promise<PlacedObject> {
  const { key, description } = command
  const at = { bucket: command.bucket, key }
  checkKey(key)
  checkDescription(description)
  const { tags } = description
  const { bucket, ...acl } = await demandPut(deps, caller, { ...at, tags, acl: command.acl })
  const linked = writableOf(deps, bucket)
  if (!linked) return putOurs(deps, caller, command, acl)
  refuseTags(at, tags)
  const etag = await putThroughLink(linked, at, command)
  await putAudit(deps.sql, [changeOf(caller, 'storage.object-put', formatLocation(at))])
  const checksum = command.checksum?.()
  const attributes = { ...description, ...(checksum ? { checksum } : {}) }
  return { etag, versionId: NULL_VERSION, attributes, modifiedAt: deps.clock() }
}

async function putOurs(
  deps: StorageParts,
  caller: Caller,
  command: PutObject,
  acl: { acl?: Acl },
): Promise<StoredObject> {
  const { bucket, key, description, conditions } = command
  const at = { bucket, key }
  await judgeEarly(deps, at, conditions)
  await demandRoomEarly(deps, { ...at, sizeBytes: command.sizeBytes, objects: 1 })
  return storeContent(deps, command.body, async (received) => {
    const checksum = command.checksum?.()
    const attributes = { ...description, ...acl, ...(checksum ? { checksum } : {}) }
    const object = { ...at, ...received, attributes, modifiedAt: deps.clock() }
    const condition = judgeOfWrite(at, conditions)
    const audit = changeOf(caller, 'storage.object-put', formatLocation(at))
    return withRoom(deps, (room) => putObjectRow(deps, object, { condition, audit, room }))
  })
}

/** Spares the upload of a body that will be refused; the lock of the row decides at the end. */
async function judgeEarly(deps: StorageParts, at: ObjectAt, conditions: WriteConditions) {
  const judge = judgeOfWrite(at, conditions)
  if (judge) judge(await findObjectFacts(deps.sql, at))
}
