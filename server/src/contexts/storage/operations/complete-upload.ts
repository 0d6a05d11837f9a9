import { putAudit } from '../../../foundation/outbox.ts'
import { afterCommit, type SqlTransaction, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { LinkedBucket } from '../adapters/linked-bucket.ts'
import { changeOf } from '../audit.ts'
import { putObjectRow } from '../content/put.ts'
import { withRoom } from '../content/room.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchBucket, noSuchUpload } from '../errors.ts'
import { demandObject } from '../gate.ts'
import { writableOf } from '../links/of-bucket.ts'
import { refuseConditions } from '../links/write.ts'
import { assemble, type ExpectedObject, type NamedPart } from '../model/assembly.ts'
import { judgeOfWrite, type WriteConditions } from '../model/conditions.ts'
import { formatLocation } from '../model/location.ts'
import type { NewObject, ObjectAt, StoredObject } from '../model/object.ts'
import { NULL_VERSION } from '../model/versioning.ts'
import { holdBucket } from '../store/buckets.ts'
import { findObject } from '../store/objects.ts'
import { deleteParts, partFacts } from '../store/parts.ts'
import { findUpload, markCompleted, type Upload } from '../store/uploads.ts'
import type { Room } from '../store/use.ts'
import { findVersionMade } from '../store/versions.ts'
import type { PlacedObject } from './put-object.ts'

export interface CompleteUpload extends ObjectAt {
  uploadId: string
  parts: readonly NamedPart[]
  conditions: WriteConditions
  expected?: ExpectedObject
}

/**
 * Makes the object of the named parts; the others are removed. Completing twice answers the same.
 *
 * @throws storage.no-such-upload, storage.invalid-part, storage.invalid-part-order,
 * storage.entity-too-small, storage.precondition-failed, storage.bad-digest, and what `assemble`
 * throws
 * @see S3 `CompleteMultipartUpload`
 */
export async function completeUpload(
  deps: StorageParts,
  caller: Caller,
  command: CompleteUpload,
): Promise<PlacedObject> {
  const { bucket, key, uploadId } = command
  const at = { bucket, key }
  const request = { action: 's3:PutObject', access: 'read-write', at } as const
  const linked = writableOf(deps, await demandObject(deps, caller, request))
  if (linked) return completeAtLink(deps, caller, { command, linked })
  return withRoom(deps, (room) =>
    transaction(deps.sql, async (tx) => {
      // In the order of `deleteBucket`, which would else wait for this one, and this one for it.
      if (!(await holdBucket(tx, bucket))) throw noSuchBucket({ bucket })
      const upload = await findUpload(tx, { ...at, uploadId }, 'nothing may come')
      if (!upload) throw noSuchUpload({ uploadId })
      if (upload.completedAt) return completedBefore(tx, upload)
      return complete(deps, tx, { caller, command, upload, room })
    }),
  )
}

async function completeAtLink(
  deps: StorageParts,
  caller: Caller,
  { command, linked }: { command: CompleteUpload; linked: LinkedBucket },
): Promise<PlacedObject> {
  const { uploadId, parts, conditions } = command
  refuseConditions(command, conditions, 'completion')
  const etag = await linked.completeUpload(command, parts)
  if (etag === undefined) throw noSuchUpload({ uploadId })
  const audit = changeOf(caller, 'storage.upload-completed', formatLocation(command))
  await putAudit(deps.sql, [audit])
  const attributes = { headers: {}, metadata: {} }
  return { etag, versionId: NULL_VERSION, attributes, modifiedAt: deps.clock() }
}

async function completedBefore(tx: SqlTransaction, upload: Upload): Promise<StoredObject> {
  const { id: uploadId } = upload
  const object = await findObject(tx, upload)
  const same = object?.content.kind === 'parts' && object.content.uploadId === uploadId
  // Where versions are kept, what was made may be of the past by now.
  const made = same ? object : await findVersionMade(tx, { ...upload, uploadId })
  if (!made) throw noSuchUpload({ uploadId })
  return made
}

async function complete(
  deps: StorageParts,
  tx: SqlTransaction,
  of: { caller: Caller; command: CompleteUpload; upload: Upload; room: Room },
): Promise<StoredObject> {
  const { command, upload } = of
  const { bucket, key } = upload
  const { checksum: kind, ...description } = upload.attributes
  const { checksum, ...whole } = assemble(await partFacts(tx, upload.id), command.parts, {
    ...(kind ? { kind } : {}),
    ...(command.expected ? { expected: command.expected } : {}),
  })
  const object: NewObject = {
    bucket,
    key,
    ...whole,
    modifiedAt: deps.clock(),
    attributes: checksum ? { ...description, checksum } : description,
    content: { kind: 'parts', uploadId: upload.id },
  }
  const numbers = command.parts.map(({ partNumber }) => partNumber)
  const freed = await deleteParts(tx, upload.id, numbers)
  const placed = await putObjectRow({ ...deps, sql: tx }, object, {
    condition: judgeOfWrite(upload, command.conditions),
    room: of.room,
  })
  await markCompleted(tx, upload.id, deps.clock())
  await putAudit(tx, [changeOf(of.caller, 'storage.upload-completed', formatLocation(upload))])
  afterCommit(tx, () => deps.blobs.remove(freed))
  return placed
}
