import type { Caller } from '../../identity/index.ts'
import type { Body } from '../adapters/blob-store.ts'
import { changeOf } from '../audit.ts'
import { putObjectRow } from '../content/put.ts'
import { demandRoomEarly, withRoom } from '../content/room.ts'
import { storeContent } from '../content/store-content.ts'
import type { StorageParts } from '../deps.ts'
import { demandPut } from '../gate.ts'
import type { AclWish } from '../model/acl.ts'
import { checkDescription, type Description } from '../model/attributes.ts'
import { judgeOfWrite, type WriteConditions } from '../model/conditions.ts'
import { checkKey, formatLocation } from '../model/location.ts'
import type { Checksum, ObjectAt, StoredObject } from '../model/object.ts'
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

/**
 * Keeps the body as the object; durable and whole when it answers, or not there at all.
 *
 * @throws storage.no-such-bucket, storage.precondition-failed, storage.key-too-long, storage.full,
 * storage.quota-exceeded
 * @see S3 `PutObject`
 */
export async function putObject(
  deps: StorageParts,
  caller: Caller,
  command: PutObject,
): Promise<StoredObject> {
  const { bucket, key, description, conditions } = command
  const at = { bucket, key }
  checkKey(key)
  checkDescription(description)
  const { tags } = description
  const acl = await demandPut(deps, caller, { ...at, tags, acl: command.acl })
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
