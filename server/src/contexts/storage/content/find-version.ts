import type { Sql } from '../../../foundation/sql.ts'
import type { StorageParts } from '../deps.ts'
import { isDeleteMarker, noSuchKey, noSuchVersion } from '../errors.ts'
import { demandLinked, linkedOf, toStored } from '../links/of-bucket.ts'
import { formatLocation } from '../model/location.ts'
import type { StoredObject, VersionAt } from '../model/object.ts'
import type { Bucket } from '../store/buckets.ts'
import { findObject, findObjectFacts, type ObjectFactsRow } from '../store/objects.ts'
import { findPastVersion } from '../store/versions.ts'

/** @throws storage.no-such-key, storage.no-such-version, storage.is-delete-marker */
export async function demandVersion(sql: Sql, at: VersionAt): Promise<StoredObject> {
  return (await findObject(sql, at)) ?? demandPast(sql, at)
}

/** The same without content, at the price of one row without its bytes. */
export async function demandVersionFacts(sql: Sql, at: VersionAt): Promise<ObjectFactsRow> {
  return (await findObjectFacts(sql, at)) ?? demandPast(sql, at)
}

/** The same of a bucket that may be linked. */
export async function demandFacts(
  deps: Pick<StorageParts, 'sql' | 'links'>,
  bucket: Bucket,
  at: VersionAt,
): Promise<ObjectFactsRow> {
  const linked = linkedOf(deps, bucket)
  return linked ? toStored(at, await demandLinked(linked, at)) : demandVersionFacts(deps.sql, at)
}

async function demandPast(sql: Sql, at: VersionAt): Promise<StoredObject> {
  const location = formatLocation(at)
  const { versionId } = at
  const past = await findPastVersion(sql, at)
  if (past?.kind === 'marker') {
    const { versionId: marker, modifiedAt } = past
    if (versionId === undefined) throw noSuchKey({ location, marker })
    throw isDeleteMarker({ versionId: marker, modifiedAt: modifiedAt.toUTCString() })
  }
  if (!past && versionId === undefined) throw noSuchKey({ location })
  if (past && versionId !== undefined) return past
  // Between the two looks a version may have become what its key holds.
  const held = await findObject(sql, at)
  if (held) return held
  throw versionId === undefined ? noSuchKey({ location }) : noSuchVersion({ location, versionId })
}
