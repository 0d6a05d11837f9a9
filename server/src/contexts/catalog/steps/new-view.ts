import { timeOrderedId } from '../../../foundation/ids.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { invalidLocation, viewAlreadyExists } from '../errors.ts'
import type { LoadedView, ViewRef } from '../model/face.ts'
import { checkLocation, type Database, elsewhere, type TableId, within } from '../model/table.ts'
import type { View, ViewMetadata } from '../model/view.ts'
import { insertView } from '../store/views.ts'
import type { Workings } from '../workings.ts'
import { metadataFileIn } from './commit.ts'
import { demandFreeLocation } from './free-location.ts'
import { record } from './record.ts'
import { registerView } from './register.ts'

const METADATA_PATH = 'write.metadata.path' // Iceberg: ViewProperties.WRITE_METADATA_LOCATION.

/** A new name for the metadata file of so many commits. @throws catalog.invalid-location */
export function viewFileAt(metadata: ViewMetadata, commits: number): string {
  const asked = metadata.properties[METADATA_PATH]
  if (asked === undefined || elsewhere(asked))
    return metadataFileIn(`${metadata.location}/metadata`, commits)
  const location = checkLocation(asked)
  if (!within(metadata.location, location))
    throw invalidLocation({ location, reason: 'it lies outside of the view' })
  return metadataFileIn(location, commits)
}

interface Creation {
  database: Database
  ref: ViewRef
  metadata: ViewMetadata
  metadataLocation: string
}

/** The row of a view whose metadata file is there. @throws catalog.view-already-exists */
export async function insertKnownView(
  deps: Workings,
  caller: Caller,
  { database, ref, metadata, metadataLocation }: Creation,
): Promise<LoadedView> {
  const now = deps.clock()
  const { location } = metadata
  const view: View = {
    kind: 'view',
    id: timeOrderedId('view-', now) as TableId,
    accountId: database.accountId,
    databaseId: database.id,
    database: database.name,
    name: ref.view,
    location,
    metadataLocation,
    version: 1,
    creatorArn: caller.principalArn,
    createdAt: now,
    updatedAt: now,
  }
  await transaction(deps.sql, async (tx) => {
    await demandFreeLocation(tx, location)
    if (!(await insertView(tx, view))) throw viewAlreadyExists(ref)
    await registerView(deps, tx, view, metadata)
    const at = { accountId: ref.accountId, database: ref.database, table: ref.view }
    await record(tx, deps, caller, { done: 'view-created', ref: at, detail: { viewId: view.id } })
  })
  return { view, metadata }
}
