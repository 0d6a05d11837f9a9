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
): Promise<{ uploads: Upload[]; truncated: boolean }> {
  const { bucket, prefix, uploadsMax } = query
  await demandList(deps, caller, { bucket, key: prefix, context: { 's3:prefix': prefix } })
  const found = await runningUploads(deps.sql, { ...query, limit: uploadsMax + 1 })
  const page = found.slice(0, uploadsMax)
  const uploads = page.filter((upload) => !closedBy(deps, caller, formatLocation(upload)))
  return { uploads, truncated: found.length > uploadsMax }
}
