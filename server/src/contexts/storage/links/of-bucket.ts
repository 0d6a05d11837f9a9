import type { LinkedBucket, LinkedObject } from '../adapters/linked-bucket.ts'
import type { StorageParts } from '../deps.ts'
import { linkReadOnly, linkUnsupported, noSuchKey, noSuchVersion } from '../errors.ts'
import { formatLocation } from '../model/location.ts'
import type { ObjectAt, StoredObject, VersionAt } from '../model/object.ts'
import { NULL_VERSION } from '../model/versioning.ts'
import type { Bucket } from '../store/buckets.ts'

type Named = Pick<Bucket, 'name' | 'link'>

/** What a bucket stands for, to be read; undefined of one whose objects are ours. */
export function linkedOf(
  { links }: Pick<StorageParts, 'links'>,
  { link }: Pick<Bucket, 'link'>,
): LinkedBucket | undefined {
  return link && links.of(link)
}

/** The same, to be written. @throws storage.link-read-only */
export function writableOf(
  deps: Pick<StorageParts, 'links'>,
  { name, link }: Named,
): LinkedBucket | undefined {
  if (link?.access === 'read') throw linkReadOnly({ bucket: name })
  return linkedOf(deps, { ...(link ? { link } : {}) })
}

/** @throws storage.link-unsupported */
export function refuseLinked({ name, link }: Named, what: string): void {
  if (link) throw linkUnsupported({ bucket: name, what })
}

/** Its objects have the one version that is there. @throws storage.no-such-version */
export function demandNoVersion(at: VersionAt): void {
  const { versionId } = at
  if (versionId !== undefined && versionId !== NULL_VERSION)
    throw noSuchVersion({ location: formatLocation(at), versionId })
}

/** @throws storage.no-such-key, storage.no-such-version */
export async function demandLinked(linked: LinkedBucket, at: VersionAt): Promise<LinkedObject> {
  demandNoVersion(at)
  const found = await linked.head(at.key)
  if (!found) throw noSuchKey({ location: formatLocation(at) })
  return found
}

/** As the index would tell of it. */
export function toStored({ bucket }: ObjectAt, object: LinkedObject): LinkedStored {
  return { bucket, ...object, versionId: NULL_VERSION }
}

export type LinkedStored = Omit<StoredObject, 'content'>
