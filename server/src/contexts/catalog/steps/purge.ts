import { DomainError } from '../../../foundation/errors.ts'
import type { JobHandler } from '../../../foundation/jobs.ts'
import { transaction } from '../../../foundation/sql.ts'
import { metadataMissing, unreadableFile } from '../errors.ts'
import type { ManifestFile } from '../model/manifest-list.ts'
import type { TableMetadata } from '../model/metadata.ts'
import type { Table } from '../model/table.ts'
import { beginPurge, endPurge } from '../store/locations.ts'
import type { Workings } from '../workings.ts'
import { entriesOf, manifestsOf } from './manifests.ts'

export const PURGE_JOB = 'catalog.purge-files'
const BATCH = 500

export interface Purge extends Pick<Table, 'metadataLocation' | 'location'> {
  tableId: string
  /** Where what the metadata names goes, with closing slashes. */
  named: readonly string[]
  /** Where the rest goes, with closing slashes, */
  places: readonly string[]
  /** if it was written since then: what lay there before was never the table's, */
  ownedSince?: string | undefined
  /** and until then: afterwards its files are others'. */
  droppedAt: string
}

type Purging = Pick<Workings, 'sql' | 'storage' | 'log' | 'files'>

/**
 * Removes what a dropped table named, and what was written for it and never named, until a new
 * table lies there. What says where the rest lies goes last: a server that is killed begins anew.
 */
export function purgeFiles(deps: Purging): JobHandler {
  return async (payload) => {
    const purge = payload as Purge
    const metadata = await metadataOf(deps, purge)
    const steps = [
      ...(metadata ? [ownOf(purge, dataFiles(deps, metadata))] : []),
      ...(metadata ? [ownOf(purge, metadataFiles(deps, metadata))] : []),
      written(deps, purge),
      ownOf(purge, [purge.metadataLocation]),
    ]
    for (const files of steps) if (!(await removeEach(deps, purge, files))) return
  }
}

/** Undefined where it is gone already. */
async function metadataOf(
  { files }: Purging,
  { metadataLocation }: Purge,
): Promise<TableMetadata | undefined> {
  return files.readForeign(metadataLocation).catch((error: unknown) => {
    if (metadataMissing.matches(error)) return undefined
    throw error
  })
}

async function* dataFiles(deps: Purging, metadata: TableMetadata): AsyncGenerator<string> {
  for await (const manifest of manifestsIn(deps, metadata))
    for (const { file } of await unlessGone(deps, entriesOf(deps, metadata, manifest)))
      yield file.location
}

async function* metadataFiles(deps: Purging, metadata: TableMetadata): AsyncGenerator<string> {
  for await (const { location } of manifestsIn(deps, metadata)) yield location
  for (const snapshot of metadata.snapshots) yield snapshot['manifest-list']
  for (const file of [...metadata.statistics, ...metadata['partition-statistics']])
    yield String(file['statistics-path'])
  for (const { 'metadata-file': location } of metadata['metadata-log']) yield location
}

/** Each one once. */
async function* manifestsIn(deps: Purging, metadata: TableMetadata): AsyncGenerator<ManifestFile> {
  const told = new Set<string>()
  for (const snapshot of metadata.snapshots)
    for (const manifest of await unlessGone(deps, manifestsOf(deps, metadata, snapshot))) {
      if (told.has(manifest.location)) continue
      told.add(manifest.location)
      yield manifest
    }
}

/** What cannot be read names nothing any more, and the rest is to go all the same. */
async function unlessGone<Item>({ log }: Purging, reading: Promise<Item[]>): Promise<Item[]> {
  return reading.catch((error: unknown) => {
    const gone = error instanceof DomainError && error.kind === 'not-found'
    if (!gone && !unreadableFile.matches(error)) throw error
    log.warn({ err: error }, 'a file of a dropped table cannot be read')
    return []
  })
}

/** Whoever committed chose the names: what lies elsewhere is others'. */
async function* ownOf(
  { named = [] }: Purge,
  files: AsyncIterable<string> | readonly string[],
): AsyncGenerator<string> {
  for await (const file of files) {
    const climbs = file.split('/').some((part) => part === '..' || part === '.')
    if (!climbs && named.some((place) => file.startsWith(place))) yield file
  }
}

async function* written({ storage }: Purging, purge: Purge): AsyncGenerator<string> {
  const { places, ownedSince, droppedAt, metadataLocation } = purge
  const since = ownedSince === undefined ? 0 : Date.parse(ownedSince)
  const until = Date.parse(droppedAt)
  for (const place of places)
    for await (const { location, modifiedAt } of storage.list(place)) {
      const at = modifiedAt.getTime()
      if (at >= since && at <= until && location !== metadataLocation) yield location
    }
}

/** False where somebody else has the place by now. */
async function removeEach(
  deps: Purging,
  purge: Purge,
  locations: AsyncIterable<string>,
): Promise<boolean> {
  const batch: string[] = []
  for await (const location of locations) {
    batch.push(location)
    if (batch.length < BATCH) continue
    if (!(await removeUnlessTaken(deps, purge, batch.splice(0)))) return false
  }
  return removeUnlessTaken(deps, purge, batch)
}

/**
 * Nobody can put a table there while a batch goes, and nobody elsewhere waits for it; false when
 * somebody has.
 */
async function removeUnlessTaken(
  { sql, storage, log }: Purging,
  { tableId, location }: Purge,
  batch: readonly string[],
): Promise<boolean> {
  const begun = await transaction(sql, (tx) => beginPurge(tx, { tableId, location }))
  if (!begun) {
    log.warn({ tableId, location }, 'not purged: another table lies there')
    return false
  }
  try {
    await storage.remove(batch)
  } finally {
    await endPurge(sql, tableId)
  }
  return true
}
