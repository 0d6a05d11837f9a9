import type { Caller } from '../../identity/index.ts'
import type { LinkedBucket } from '../adapters/linked-bucket.ts'
import type { StorageParts } from '../deps.ts'
import { closedBy, demandList } from '../gate.ts'
import { linkedOf } from '../links/of-bucket.ts'
import { formatLocation } from '../model/location.ts'
import type { ObjectAt } from '../model/object.ts'
import { runningUploads, type Upload } from '../store/uploads.ts'

/** Behind every id of a key: no id comes after it. */
const LAST_ID = '\u{10ffff}'

interface UploadsQuery {
  bucket: string
  prefix: string
  after: { key: string; uploadId: string }
  uploadsMax: number
}

/**
 * A page of the running uploads of a bucket, without those in closed locations.
 *
 * @throws storage.no-such-bucket @see S3 `ListMultipartUploads`
 */
export async function listUploads(
  deps: StorageParts,
  caller: Caller,
  query: UploadsQuery,
): Promise<{ accountId: string; uploads: Upload[]; truncated: boolean }> {
  const { bucket, prefix, uploadsMax } = query
  const context = { 's3:prefix': prefix }
  const action = 's3:ListBucketMultipartUploads'
  const holder = await demandList(deps, caller, { bucket, key: prefix, action, context })
  const { accountId } = holder
  const linked = linkedOf(deps, holder)
  if (linked) {
    const page = await listAtLink(linked, query)
    const uploads = page.uploads.map((one) => ({ ...one, initiator: accountId }))
    return { accountId, ...page, uploads: uploads.filter((one) => open(deps, caller, one)) }
  }
  const found = await runningUploads(deps.sql, { ...query, limit: uploadsMax + 1 })
  const page = found.slice(0, uploadsMax)
  const uploads = page.filter((upload) => open(deps, caller, upload))
  return { accountId, uploads, truncated: found.length > uploadsMax }
}

function open(deps: StorageParts, caller: Caller, upload: ObjectAt): boolean {
  return !closedBy(deps, caller, formatLocation(upload))
}

async function listAtLink(linked: LinkedBucket, query: UploadsQuery) {
  const { bucket, prefix, after, uploadsMax } = query
  const uploadId = after.uploadId === LAST_ID ? {} : { uploadId: after.uploadId }
  const found = await linked.listUploads({
    ...{ prefix, after: { key: after.key, ...uploadId } },
    // No endpoint lists none of them.
    limit: Math.max(uploadsMax, 1),
  })
  const uploads = found.uploads.slice(0, uploadsMax).map(({ key, uploadId: id, begunAt }) => ({
    ...{ bucket, key, id, createdAt: begunAt },
    attributes: { headers: {}, metadata: {} },
  }))
  return { uploads, truncated: found.more || found.uploads.length > uploadsMax }
}
