import type { Caller } from '../../identity/index.ts'
import type { LinkedBucket } from '../adapters/linked-bucket.ts'
import type { StorageParts } from '../deps.ts'
import { closedBy, demandList } from '../gate.ts'
import { linkedOf } from '../links/of-bucket.ts'
import { formatLocation } from '../model/location.ts'
import type { Bucket } from '../store/buckets.ts'
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
  const read = (after: After) =>
    linked ? readAtLink(linked, holder, { ...query, after }) : readOurs(deps, { ...query, after })
  const uploads: Upload[] = []
  // Of closed places not even a marker is told, so that a page goes on until there is one to tell.
  for (let after: After | undefined = query.after; after && uploads.length <= uploadsMax; ) {
    const page: Page = await read(after)
    uploads.push(...page.uploads.filter((one) => !closedBy(deps, caller, formatLocation(one))))
    after = page.next
  }
  const truncated = uploads.length > uploadsMax
  return { accountId, uploads: uploads.slice(0, uploadsMax), truncated }
}

const PAGE_UPLOADS = 1000

type After = UploadsQuery['after']

/** `next`: more may come behind it. */
interface Page {
  uploads: Upload[]
  next?: After | undefined
}

async function readOurs({ sql }: StorageParts, query: UploadsQuery): Promise<Page> {
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
  { bucket, prefix, after: { key: behind, uploadId } }: UploadsQuery,
): Promise<Page> {
  const after = { key: behind, ...(uploadId === LAST_ID ? {} : { uploadId }) }
  const found = await linked.listUploads({ prefix, after, limit: PAGE_UPLOADS })
  const uploads = found.uploads.map(({ key, uploadId: id, begunAt: createdAt }) => ({
    ...{ bucket, key, id, createdAt, initiator },
    attributes: { headers: {}, metadata: {} },
  }))
  return { uploads, next: found.more ? lastOf(uploads) : undefined }
}
