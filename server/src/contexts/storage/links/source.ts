import type { Readable } from 'node:stream'
import { openObject, streamOf } from '../content/open.ts'
import type { StorageParts } from '../deps.ts'
import { noSuchKey } from '../errors.ts'
import { formatLocation } from '../model/location.ts'
import type { ByteRange, VersionAt } from '../model/object.ts'
import type { Bucket } from '../store/buckets.ts'
import { demandLinked, type LinkedStored, linkedOf, toStored } from './of-bucket.ts'

export interface OpenedSource {
  object: LinkedStored
  range: ByteRange
  body: Readable
}

/**
 * Opens what `choose` wants of an object, wherever it lies; `choose` may throw, or answer undefined
 * for all of it.
 *
 * @throws storage.no-such-key, storage.no-such-version, storage.is-delete-marker
 */
export async function openSource(
  deps: Pick<StorageParts, 'sql' | 'blobs' | 'links'>,
  bucket: Bucket,
  at: VersionAt,
  choose: (object: LinkedStored) => ByteRange | undefined,
): Promise<OpenedSource> {
  const linked = linkedOf(deps, bucket)
  if (!linked) {
    const { object, range, body } = await openObject(deps, at, choose)
    return { object, range, body: streamOf(body) }
  }
  const object = toStored(at, await demandLinked(linked, at))
  const range = choose(object)
  const opened = await linked.open(at.key, { ...(range ? { range } : {}), etag: object.etag })
  if (!opened) throw noSuchKey({ location: formatLocation(at) })
  return { object, range: opened.range, body: opened.body }
}
