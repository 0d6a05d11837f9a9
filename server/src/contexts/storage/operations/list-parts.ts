import type { Caller } from '../../identity/index.ts'
import type { StorageParts } from '../deps.ts'
import type { ObjectAt } from '../model/object.ts'
import { type PartFacts, partFacts } from '../store/parts.ts'
import type { Upload } from '../store/uploads.ts'
import { demandUpload } from './upload-part.ts'

/** A page of the parts of a running upload. @throws storage.no-such-upload @see S3 `ListParts` */
export async function listParts(
  deps: StorageParts,
  caller: Caller,
  query: ObjectAt & { uploadId: string; after: number; partsMax: number },
): Promise<{ upload: Upload; parts: PartFacts[]; truncated: boolean }> {
  const upload = await demandUpload(deps, caller, query, 's3:ListMultipartUploadParts')
  const { after, partsMax } = query
  const found = await partFacts(deps.sql, upload.id, { after, limit: partsMax + 1 })
  return { upload, parts: found.slice(0, partsMax), truncated: found.length > partsMax }
}
