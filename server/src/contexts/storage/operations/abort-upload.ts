import { putAudit } from '../../../foundation/outbox.ts'
import { afterCommit, transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchUpload } from '../errors.ts'
import { formatLocation } from '../model/location.ts'
import type { ObjectAt } from '../model/object.ts'
import { deleteUpload, findUpload } from '../store/uploads.ts'
import { demandUpload } from './upload-part.ts'

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
  await demandUpload(deps, caller, at, 's3:AbortMultipartUpload')
  await transaction(deps.sql, async (tx) => {
    const upload = await findUpload(tx, at, 'nothing may come')
    if (!upload || upload.completedAt) throw noSuchUpload({ uploadId: at.uploadId })
    const freed = await deleteUpload(tx, upload.id)
    await putAudit(tx, [changeOf(caller, 'storage.upload-aborted', formatLocation(at))])
    afterCommit(tx, () => deps.blobs.remove(freed))
  })
}
