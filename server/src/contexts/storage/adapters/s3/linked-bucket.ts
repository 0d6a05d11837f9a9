import type { Link } from '../../model/link.ts'
import type { LinkedBucket, PutCondition } from '../linked-bucket.ts'
import { atMost } from './at-most.ts'
import { listLinked, removeLinked } from './linked-list.ts'
import { describedAs, headLinked, openLinked } from './linked-read.ts'
import {
  abortLinkedUpload,
  completeLinkedUpload,
  copyLinkedPart,
  createLinkedUpload,
  listLinkedParts,
  listLinkedUploads,
  putLinkedPart,
} from './linked-uploads.ts'
import type { Upstream } from './upstream.ts'
import { copyKey, putBody, putBytes } from './write.ts'

/** Each holds some parts in memory. */
const BODIES_MAX = 64

/** A bucket of an S3 endpoint as one of ours, keys one to one. */
export function createLinkedBucket(upstream: Upstream, link: Link): LinkedBucket {
  const { prefix } = upstream
  const server = [link.endpoint ?? '', link.region, link.key].join(' ')
  const admitted = atMost(BODIES_MAX)
  return {
    place: { server, bucket: link.bucket, prefix },
    head: (key) => headLinked(upstream, key),
    open: (key, wanted) => openLinked(upstream, key, wanted),
    put: (key, body, description) =>
      admitted(() =>
        putBody(upstream, prefix + key, body, { described: describedAs(description) }),
      ),
    putBytes: (key, bytes, description, condition) =>
      admitted(async () => {
        const conditions = condition ? headersOf(condition) : {}
        const body = Buffer.isBuffer(bytes) ? bytes : await bytes()
        const extra = { ...describedAs(description), ...conditions }
        return putBytes(upstream, prefix + key, body, extra)
      }),
    copy: ({ place, object }, to, description) =>
      copyKey(upstream, {
        ...{ from: place.prefix + object.key, fromBucket: place.bucket, etag: object.etag },
        ...{ to: prefix + to, brought: describedAs(object.attributes) },
        ...(description ? { described: describedAs(description) } : {}),
      }),
    remove: (keys) => removeLinked(upstream, keys),
    list: (query) => listLinked(upstream, query),
    createUpload: (key, description) => createLinkedUpload(upstream, key, description),
    putPart: (at, body, sizeBytes) =>
      admitted(() => putLinkedPart(upstream, at, { body, sizeBytes })),
    copyPart: (at, from) => copyLinkedPart(upstream, at, from),
    completeUpload: (at, parts) => completeLinkedUpload(upstream, at, parts),
    abortUpload: (at) => abortLinkedUpload(upstream, at),
    listParts: (at, page) => listLinkedParts(upstream, at, page),
    listUploads: (query) => listLinkedUploads(upstream, query),
  }
}

function headersOf(condition: PutCondition) {
  return 'absent' in condition ? { IfNoneMatch: '*' } : { IfMatch: `"${condition.etag}"` }
}
