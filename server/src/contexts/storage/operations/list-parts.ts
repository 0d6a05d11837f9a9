import type { Caller } from '../../identity/index.ts'
import type { LinkedBucket } from '../adapters/linked-bucket.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchUpload } from '../errors.ts'
import { linkedOf } from '../links/of-bucket.ts'
import type { ChecksumSort, ObjectAt } from '../model/object.ts'
import type { Bucket } from '../store/buckets.ts'
import { type PartFacts, partFacts } from '../store/parts.ts'
import { demandRunning, demandWriting } from './upload-part.ts'

interface PartsQuery extends ObjectAt {
  uploadId: string
  after: number
  partsMax: number
}

interface PartsPage {
  /** ARN of who began it; of an upload elsewhere the account that has the bucket. */
  initiator: string
  owner: string
  /** What its parts and the object are to have. */
  checksum?: ChecksumSort
  parts: PartFacts[]
  truncated: boolean
}

/** A page of the parts of a running upload. @throws storage.no-such-upload @see S3 `ListParts` */
export async function listParts(
  deps: StorageParts,
  caller: Caller,
  query: PartsQuery,
): Promise<PartsPage> {
  const bucket = await demandWriting(deps, caller, query, 's3:ListMultipartUploadParts')
  const linked = linkedOf(deps, bucket)
  if (linked) return listAtLink(linked, bucket, query)
  const upload = await demandRunning(deps, query)
  const { acl, checksum } = upload.attributes
  const owner = acl?.owner ?? bucket.accountId
  const { after, partsMax } = query
  const found = await partFacts(deps.sql, upload.id, { after, limit: partsMax + 1 })
  const truncated = found.length > partsMax
  return {
    ...{ initiator: upload.initiator, owner, ...(checksum ? { checksum } : {}) },
    ...{ parts: found.slice(0, partsMax), truncated },
  }
}

async function listAtLink(
  linked: LinkedBucket,
  { accountId }: Bucket,
  query: PartsQuery,
): Promise<PartsPage> {
  const { uploadId, after, partsMax } = query
  // No endpoint lists none of them.
  const page = { after, limit: Math.max(partsMax, 1) }
  const found = await linked.listParts(query, page)
  if (!found) throw noSuchUpload({ uploadId })
  const parts = found.parts.slice(0, partsMax).map((part) => ({ uploadId, ...part }))
  const truncated = found.more || found.parts.length > partsMax
  return { initiator: accountId, owner: accountId, parts, truncated }
}
