import type { Sql } from '../../../foundation/sql.ts'
import { isDeleteMarker, noSuchKey, noSuchVersion } from '../errors.ts'
import { formatLocation } from '../model/location.ts'
import type { StoredObject, VersionAt } from '../model/object.ts'
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

async function demandPast(sql: Sql, at: VersionAt): Promise<StoredObject> {
  const location = formatLocation(at)
  const { versionId } = at
  const past = await findPastVersion(sql, at)
  if (versionId === undefined)
    throw noSuchKey({ location, ...(past ? { marker: past.versionId } : {}) })
  if (!past) throw noSuchVersion({ location, versionId })
  if (past.kind === 'object') return past
  throw isDeleteMarker({ versionId, modifiedAt: past.modifiedAt.toUTCString() })
}
