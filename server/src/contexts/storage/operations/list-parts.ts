import type { Caller } from '../../identity/index.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchBucket } from '../errors.ts'
import type { ObjectAt } from '../model/object.ts'
import { findBucket } from '../store/buckets.ts'
import { type PartFacts, partFacts } from '../store/parts.ts'
import type { Upload } from '../store/uploads.ts'
import { demandUpload } from './upload-part.ts'

/** A page of the parts of a running upload. @throws storage.no-such-upload @see S3 `ListParts` */
export async function listParts(
  deps: StorageParts,
  caller: Caller,
  query: ObjectAt & { uploadId: string; after: number; partsMax: number },
): Promise<{ upload: Upload; owner: string; parts: PartFacts[]; truncated: boolean }> {
  const upload = await demandUpload(deps, caller, query, 's3:ListMultipartUploadParts')
  const bucket = await findBucket(deps.sql, query.bucket)
  if (!bucket) throw noSuchBucket({ bucket: query.bucket })
  const owner = upload.attributes.acl?.owner ?? bucket.accountId
  const { after, partsMax } = query
  const found = await partFacts(deps.sql, upload.id, { after, limit: partsMax + 1 })
  return { upload, owner, parts: found.slice(0, partsMax), truncated: found.length > partsMax }
}
