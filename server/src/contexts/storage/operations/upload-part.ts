import type { ChecksumAlgorithm } from '../../../foundation/checksum.ts'
import { afterCommit, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { Body } from '../adapters/blob-store.ts'
import type { Received } from '../content/receive.ts'
import { demandRoomEarly, withRoom } from '../content/room.ts'
import { storeContent } from '../content/store-content.ts'
import type { StorageParts } from '../deps.ts'
import { checksumDiffers, noSuchUpload } from '../errors.ts'
import { demandObject } from '../gate.ts'
import { writableOf } from '../links/of-bucket.ts'
import { checkKey } from '../model/location.ts'
import type { ObjectAt, PartChecksum, UploadAttributes } from '../model/object.ts'
import type { Bucket } from '../store/buckets.ts'
import { type Part, putPart } from '../store/parts.ts'
import { findUpload, type Upload } from '../store/uploads.ts'
import { demandRoom } from '../store/use.ts'

export interface PartAt extends ObjectAt {
  uploadId: string
  /** From 1 to 10,000. */
  partNumber: number
}

export interface UploadPart extends PartAt {
  body: Body
  /** Of the body, where it was told. */
  sizeBytes?: number | undefined
  /** What `checksum` will be. */
  algorithm?: ChecksumAlgorithm | undefined
  /** Verified by whoever made `body`; asked for when it has ended. */
  checksum?: () => PartChecksum | undefined
}

/**
 * Keeps the body as a part, in place of an earlier one of the same number.
 *
 * @throws storage.no-such-upload, storage.checksum-differs @see S3 `UploadPart`
 */
export async function uploadPart(
  deps: StorageParts,
  caller: Caller,
  command: UploadPart,
): Promise<Pick<Part, 'etag' | 'checksum'>> {
  const into = await demandWriting(deps, caller, command, 's3:PutObject')
  const linked = writableOf(deps, into)
  const { bucket, body, sizeBytes, uploadId } = command
  if (linked) {
    const etag = await linked.putPart(command, body, sizeBytes)
    if (etag === undefined) throw noSuchUpload({ uploadId })
    const checksum = command.checksum?.()
    return { etag, ...(checksum ? { checksum } : {}) }
  }
  const { attributes } = await demandRunning(deps, command)
  const missing = missingChecksum(attributes, command.algorithm)
  await demandRoomEarly(deps, { bucket, sizeBytes, objects: 0 })
  const index = (received: Received) => {
    const checksum = command.checksum?.() ?? received.checksum
    return indexPart(deps, command, { ...received, ...(checksum ? { checksum } : {}) })
  }
  return storeContent(deps, body, index, missing)
}

/** What is to be reckoned here: of a whole the client need not tell the checksums of parts. */
function missingChecksum(
  { checksum: kind }: UploadAttributes,
  given: ChecksumAlgorithm | undefined,
): ChecksumAlgorithm | undefined {
  if (!kind || kind.algorithm === given) return undefined
  if (given === undefined && kind.type === 'FULL_OBJECT') return kind.algorithm
  throw checksumDiffers({ expected: kind.algorithm, actual: given })
}

/** One of ours. @throws storage.no-such-upload */
export async function demandRunning(
  deps: StorageParts,
  { bucket, key, uploadId }: ObjectAt & { uploadId: string },
): Promise<Upload> {
  const upload = await findUpload(deps.sql, { bucket, key, uploadId })
  if (!upload || upload.completedAt) throw noSuchUpload({ uploadId })
  return upload
}

/** For whoever may write the object, the bucket. */
export function demandWriting(
  deps: StorageParts,
  caller: Caller,
  { bucket, key }: ObjectAt,
  action: string,
): Promise<Bucket> {
  checkKey(key)
  return demandObject(deps, caller, { action, access: 'read-write', at: { bucket, key } })
}

/** Names the content as the part, unless the upload has ended meanwhile. */
export async function indexPart(
  deps: StorageParts,
  at: PartAt,
  received: Received,
): Promise<Omit<Part, 'content'>> {
  const { uploadId, partNumber } = at
  const { checksum, ...facts } = received
  const part = { uploadId, partNumber, ...facts, modifiedAt: deps.clock() }
  const whole = checksum ? { ...part, checksum } : part
  const { bucket } = at
  const wanted = { bucket, sizeBytes: part.sizeBytes, objects: 0 }
  await withRoom(deps, (room) =>
    transaction(deps.sql, async (tx) => {
      const upload = await findUpload(tx, at, 'parts may come')
      if (!upload || upload.completedAt) throw noSuchUpload({ uploadId })
      await demandRoom(tx, wanted, room)
      const freed = await putPart(tx, { ...whole, bucket })
      if (freed !== undefined) afterCommit(tx, () => deps.blobs.remove([freed]))
    }),
  )
  return whole
}
