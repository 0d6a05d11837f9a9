import { putAudit } from '../../../foundation/outbox.ts'
import { afterCommit, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchUpload } from '../errors.ts'
import { writableOf } from '../links/of-bucket.ts'
import { formatLocation } from '../model/location.ts'
import type { ObjectAt } from '../model/object.ts'
import { deleteUpload, findUpload } from '../store/uploads.ts'
import { demandRunning, demandWriting } from './upload-part.ts'

/**
 * Ends an upload and removes its parts.
 *
 * @throws storage.no-such-upload @see S3 `AbortMultipartUpload`
 */
export async function abortUpload(
  deps: StorageParts,
  caller: Caller,
  at: ObjectAt & { uploadId: string },
): Promise<void> {
  const bucket = await demandWriting(deps, caller, at, 's3:AbortMultipartUpload')
  const linked = writableOf(deps, bucket)
  const audit = changeOf(caller, 'storage.upload-aborted', formatLocation(at))
  if (linked) {
    if (!(await linked.abortUpload(at))) throw noSuchUpload({ uploadId: at.uploadId })
    return putAudit(deps.sql, [audit])
  }
  await demandRunning(deps, at)
  await transaction(deps.sql, async (tx) => {
    const upload = await findUpload(tx, at, 'nothing may come')
    if (!upload || upload.completedAt) throw noSuchUpload({ uploadId: at.uploadId })
    const freed = await deleteUpload(tx, upload.id)
    await putAudit(tx, [audit])
    afterCommit(tx, () => deps.blobs.remove(freed))
  })
}
