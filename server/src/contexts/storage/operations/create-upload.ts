import { timeOrderedId } from '../../../foundation/ids.ts'
import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchBucket } from '../errors.ts'
import { demandPut } from '../gate.ts'
import { writableOf } from '../links/of-bucket.ts'
import { refuseTags } from '../links/write.ts'
import type { AclWish } from '../model/acl.ts'
import { checkChecksumKind } from '../model/assembly.ts'
import { checkDescription } from '../model/attributes.ts'
import { checkKey, formatLocation } from '../model/location.ts'
import type { ObjectAt, UploadAttributes } from '../model/object.ts'
import { holdBucket } from '../store/buckets.ts'
import { insertUpload } from '../store/uploads.ts'

/**
 * Begins an upload in parts; answers its id.
 *
 * @throws storage.no-such-bucket, storage.metadata-too-large, storage.checksum-type-unfit
 * @see S3 `CreateMultipartUpload`
 */
export async function createUpload(
  deps: StorageParts,
  caller: Caller,
  command: ObjectAt & { attributes: Omit<UploadAttributes, 'acl'>; acl?: AclWish | undefined },
): Promise<string> {
  const { bucket, key } = command
  const { tags } = command.attributes
  const at = { bucket, key }
  checkKey(key)
  checkDescription(command.attributes)
  checkChecksumKind(command.attributes.checksum)
  const demanded = await demandPut(deps, caller, { ...at, tags, acl: command.acl })
  const { bucket: into, ...acl } = demanded
  const linked = writableOf(deps, into)
  const audit = changeOf(caller, 'storage.upload-created', formatLocation(at))
  if (linked) {
    refuseTags(at, tags)
    const uploadId = await linked.createUpload(key, command.attributes)
    await putAudit(deps.sql, [audit])
    return uploadId
  }
  const attributes = { ...command.attributes, ...acl }
  const createdAt = deps.clock()
  const id = timeOrderedId('u', createdAt)
  await transaction(deps.sql, async (tx) => {
    if (!(await holdBucket(tx, bucket))) throw noSuchBucket({ bucket })
    await insertUpload(tx, { ...at, id, attributes, createdAt, initiator: caller.arn })
    await putAudit(tx, [audit])
  })
  return id
}
