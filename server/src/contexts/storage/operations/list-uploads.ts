import type { Caller } from '../../identity/index.ts'
import type { LinkedBucket } from '../adapters/linked-bucket.ts'
import type { StorageParts } from '../deps.ts'
import { closedBy, demandList } from '../gate.ts'
import { linkedOf } from '../links/of-bucket.ts'
import { commonPrefix, formatLocation } from '../model/location.ts'
import type { Bucket } from '../store/buckets.ts'
import { runningUploads, type Upload } from '../store/uploads.ts'

/** Behind every id of a key, and every character of one. */
const LAST_ID = '\u{10ffff}'

interface UploadsQuery {
  bucket: string
  prefix: string
  delimiter?: string
  /** Without an id behind all uploads of the key, or of what is listed as this common prefix. */
  after: { key: string; uploadId?: string }
  /** Of uploads and common prefixes together. */
  uploadsMax: number
}

export type UploadEntry = ({ kind: 'upload' } & Upload) | { kind: 'prefix'; prefix: string }

/**
 * A page of the running uploads of a bucket, without those in closed locations.
 *
 * @throws storage.no-such-bucket @see S3 `ListMultipartUploads`
 */
export async function listUploads(
  deps: StorageParts,
  caller: Caller,
  query: UploadsQuery,
): Promise<{ accountId: string; entries: UploadEntry[]; truncated: boolean }> {
  const { bucket, prefix, delimiter, uploadsMax } = query
  const context = { 's3:prefix': prefix, ...(delimiter ? { 's3:delimiter': delimiter } : {}) }
  const action = 's3:ListBucketMultipartUploads'
  const holder = await demandList(deps, caller, { bucket, key: prefix, action, context })
  const { accountId } = holder
  const linked = linkedOf(deps, holder)
  const read = (after: After) =>
    linked ? readAtLink(linked, holder, { ...query, after }) : readOurs(deps, { ...query, after })
  const entries: UploadEntry[] = []
  let done: string | undefined
  // Of closed places not even a marker is told, so that a page goes on until there is one to tell.
  for (let after: After | undefined = startOf(query); after && entries.length <= uploadsMax; ) {
    const page: Page = await read(after)
    for (const upload of page.uploads) {
      if (done !== undefined && upload.key.startsWith(done)) continue
      if (closedBy(deps, caller, formatLocation(upload))) continue
      done = commonPrefix(query, upload.key)
      entries.push(
        done === undefined ? { kind: 'upload', ...upload } : { kind: 'prefix', prefix: done },
      )
    }
    after = done !== undefined && page.next?.key.startsWith(done) ? behindAll(done) : page.next
  }
  const truncated = entries.length > uploadsMax
  return { accountId, entries: entries.slice(0, uploadsMax), truncated }
}

function startOf(query: UploadsQuery): After {
  const { key, uploadId } = query.after
  if (uploadId !== undefined) return { key, uploadId }
  const isGroup = key.startsWith(query.prefix) && commonPrefix(query, key) === key
  return isGroup ? behindAll(key) : { key, uploadId: LAST_ID }
}

/** Behind all uploads whose keys begin so. */
function behindAll(prefix: string): After {
  return { key: `${prefix}${LAST_ID}`, uploadId: LAST_ID }
}

const PAGE_UPLOADS = 1000

type After = Required<UploadsQuery['after']>

/** `next`: more may come behind it. */
interface Page {
  uploads: Upload[]
  next?: After | undefined
}

async function readOurs(
  { sql }: StorageParts,
  query: UploadsQuery & { after: After },
): Promise<Page> {
  const uploads = await runningUploads(sql, { ...query, limit: PAGE_UPLOADS })
  return { uploads, next: uploads.length < PAGE_UPLOADS ? undefined : lastOf(uploads) }
}

function lastOf(uploads: readonly Upload[]): After | undefined {
  const last = uploads.at(-1)
  return last && { key: last.key, uploadId: last.id }
}

async function readAtLink(
  linked: LinkedBucket,
  { accountId: initiator }: Bucket,
  { bucket, prefix, after: { key: behind, uploadId } }: UploadsQuery & { after: After },
): Promise<Page> {
  const after = { key: behind, ...(uploadId === LAST_ID ? {} : { uploadId }) }
  const found = await linked.listUploads({ prefix, after, limit: PAGE_UPLOADS })
  const uploads = found.uploads.map(({ key, uploadId: id, begunAt: createdAt }) => ({
    ...{ bucket, key, id, createdAt, initiator },
    attributes: { headers: {}, metadata: {} },
  }))
  return { uploads, next: found.more ? lastOf(uploads) : undefined }
}
