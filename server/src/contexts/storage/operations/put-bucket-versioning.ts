import { putAudit } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { changeOf } from '../audit.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchBucket } from '../errors.ts'
import { demandBucket } from '../gate.ts'
import { refuseLinked } from '../links/of-bucket.ts'
import type { Versioning } from '../model/versioning.ts'
import { lockBucket, updateBucket } from '../store/buckets.ts'

/**
 * Versions that are there stay, whatever comes. Whoever puts or deletes is done before, or sees it.
 *
 * @throws storage.no-such-bucket @see S3 `PutBucketVersioning`
 */
export async function putBucketVersioning(
  deps: StorageParts,
  caller: Caller,
  command: { bucket: string; versioning: Versioning },
) {
  const { bucket, versioning } = command
  const found = await demandBucket(deps, caller, { action: 's3:PutBucketVersioning', bucket })
  refuseLinked(found, 'versions of its own')
  await transaction(deps.sql, async (tx) => {
    if (!(await lockBucket(tx, bucket))) throw noSuchBucket({ bucket })
    await updateBucket(tx, bucket, { versioning })
    await putAudit(tx, [changeOf(caller, `storage.versioning-${versioning}`, `s3://${bucket}`)])
  })
}
