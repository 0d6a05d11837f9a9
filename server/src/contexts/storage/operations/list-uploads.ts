import type { Caller } from '../../identity/index.ts'
import type { StorageParts } from '../deps.ts'
import { closedBy, demandList } from '../gate.ts'
import { formatLocation } from '../model/location.ts'
import { runningUploads, type Upload } from '../store/uploads.ts'

/**
 * A page of the running uploads of a bucket, without those in closed locations.
 *
 * @throws storage.no-such-bucket @see S3 `ListMultipartUploads`
 */
export async function listUploads(
  deps: StorageParts,
  caller: Caller,
  query: {
    bucket: string
    prefix: string
    after: { key: string; uploadId: string }
    uploadsMax: number
  },
): Promise<{ accountId: string; uploads: Upload[]; truncated: boolean }> {
  const { bucket, prefix, uploadsMax } = query
  const context = { 's3:prefix': prefix }
  const action = 's3:ListBucketMultipartUploads'
  const { accountId } = await demandList(deps, caller, { bucket, key: prefix, action, context })
  const found = await runningUploads(deps.sql, { ...query, limit: uploadsMax + 1 })
  const page = found.slice(0, uploadsMax)
  const uploads = page.filter((upload) => !closedBy(deps, caller, formatLocation(upload)))
  return { accountId, uploads, truncated: found.length > uploadsMax }
}
