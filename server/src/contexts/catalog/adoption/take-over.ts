import { announce } from '../../../foundation/events.ts'
import type { SqlTransaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { commitConflict, notAdoptable } from '../errors.ts'
import { noteRun } from '../lineage/note-run.ts'
import type { TableRef } from '../model/face.ts'
import type { ManifestFile } from '../model/manifest-list.ts'
import {
  currentSchema,
  currentSnapshot,
  defaultSpec,
  type TableMetadata,
} from '../model/metadata.ts'
import { canonical, type Field } from '../model/schema.ts'
import type { Table, TableId } from '../model/table.ts'
import { applyUpdates } from '../model/updates.ts'
import { commit } from '../steps/commit.ts'
import { demandWhole, openTable } from '../steps/gates.ts'
import { manifestsOf } from '../steps/manifests.ts'
import { insertNewTable, newMetadata, openForCreation } from '../steps/new-table.ts'
import { newSnapshotId, putSnapshot } from '../steps/put-snapshot.ts'
import { settleFiles } from '../store/adoption-files.ts'
import { updateAdoption } from '../store/adoptions.ts'
import type { Workings } from '../workings.ts'
import { type Added, addedSummary, putManifests } from './manifests.ts'
import type { Adoption } from './model/adoption.ts'
import { nameMapping } from './model/name-mapping.ts'
import { finalShape } from './model/shape.ts'
import { demandRunning } from './running.ts'

const NAME_MAPPING = 'schema.name-mapping.default'
const REPLANS_MAX = 5

export function refOf({ accountId, database, tableName }: Adoption): TableRef {
  return { accountId, database, table: tableName }
}

/** Makes the files a new table, in one transaction with its first snapshot. */
export async function makeTable(deps: Workings, caller: Caller, adoption: Adoption): Promise<void> {
  const ref = refOf(adoption)
  const database = await openForCreation(deps, caller, ref)
  const ownedSince = deps.clock()
  const { fields, dividers } = finalShape(adoption.shape, adoption.options)
  const empty = await newMetadata(deps, caller, {
    database,
    command: {
      ...ref,
      location: adoption.location,
      schema: { type: 'struct', 'schema-id': 0, fields },
      partitionSpec: {
        fields: dividers.map(({ id, name }) => ({ 'source-id': id, name, transform: 'identity' })),
      },
      // Until somebody says otherwise, the files are not the table's to remove.
      properties: { 'gc.enabled': 'false' },
    },
  })
  const mapping = { [NAME_MAPPING]: nameMapping(currentSchema(empty).fields) }
  const metadata = { ...empty, properties: { ...empty.properties, ...mapping } }
  const id = newSnapshotId()
  const added = await putManifests(deps, { adoption, metadata, snapshotId: id })
  const summary = addedSummary(metadata, added)
  const whole = await putSnapshot(deps, metadata, { id, manifests: added.manifests, summary })
  await insertNewTable(deps, caller, {
    database,
    ref,
    metadata: whole,
    ownedSince,
    alongside: async (tx, table) => {
      await settle(tx, adoption, { tableId: table.id, snapshotId: id })
      await announceFirst(tx, table, { id, added })
    },
  })
}

async function announceFirst(
  tx: SqlTransaction,
  { accountId, databaseId, id: tableId, version }: Table,
  { id, added }: { id: bigint; added: Added },
): Promise<void> {
  const ids = { accountId, databaseId, tableId, version, snapshotId: id.toString() }
  const counts = { addedFiles: added.files, addedRecords: added.rows }
  await announce(tx, 'catalog.table-committed', { ...ids, operation: 'append', ...counts })
}

/** Adds new files to a table that came by adoption; columns that it lacks come with them. */
export async function addToTable(
  deps: Workings,
  caller: Caller,
  adoption: Adoption,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptAdd(deps, caller, adoption)
    } catch (error) {
      if (!commitConflict.matches(error) || attempt === REPLANS_MAX) throw error
    }
  }
}

async function attemptAdd(deps: Workings, caller: Caller, adoption: Adoption): Promise<void> {
  const { fields } = finalShape(adoption.shape, adoption.options)
  const gate = { action: 'glue:UpdateTable', permissions: ['INSERT'] as const }
  const opened = await openTable(deps, caller, refOf(adoption), gate)
  demandWhole(opened)
  const before = await deps.files.read(opened.table.metadataLocation)
  const planned = withColumns(before, { fields, lastId: adoption.shape.lastId }, deps.clock())
  if (planned !== before) await deps.governance.demandTable(caller, opened.table.id, 'ALTER')
  const id = newSnapshotId()
  const added = await putManifests(deps, { adoption, metadata: planned, snapshotId: id })
  await commit(deps, caller, opened.table.id, {
    make: async ({ metadata }) => {
      if (shapeOf(metadata) !== shapeOf(before))
        throw commitConflict({ reason: 'the columns of the table have changed' })
      const next = withColumns(metadata, { fields, lastId: adoption.shape.lastId }, deps.clock())
      const manifests: ManifestFile[] = [
        ...added.manifests,
        ...(await manifestsOf(deps, metadata, currentSnapshot(metadata))),
      ]
      return putSnapshot(deps, next, { id, manifests, summary: addedSummary(metadata, added) })
    },
    alongside: async (tx, { table }) => {
      await settle(tx, adoption, { tableId: table.id, snapshotId: id })
      return true
    },
  })
}

function shapeOf(metadata: TableMetadata): string {
  const mapping = metadata.properties[NAME_MAPPING]
  return canonical([currentSchema(metadata), defaultSpec(metadata), mapping])
}

/** Nothing changes where the table has all columns of the files. */
function withColumns(
  metadata: TableMetadata,
  { fields, lastId }: { fields: Field[]; lastId: number },
  now: Date,
): TableMetadata {
  const current = currentSchema(metadata)
  if (canonical(current.fields) === canonical(fields)) return metadata
  if (lastId < metadata['last-column-id'])
    throw notAdoptable({
      reason: 'the columns of the table have changed since its files were read',
    })
  return applyUpdates(
    metadata,
    [
      { action: 'add-schema', schema: { ...current, fields } },
      { action: 'set-current-schema', 'schema-id': -1 },
      { action: 'set-properties', updates: { [NAME_MAPPING]: nameMapping(fields) } },
    ],
    now,
  )
}

async function settle(
  tx: SqlTransaction,
  adoption: Adoption,
  { tableId, snapshotId }: { tableId: TableId; snapshotId: bigint },
): Promise<void> {
  const filesAdded = await settleFiles(tx, { adoptionId: adoption.id, tableId })
  const done = { tableId, snapshotId: snapshotId.toString(), filesAdded, endedAt: new Date() }
  demandRunning(adoption, await updateAdoption(tx, adoption.id, { ...done, state: 'done' }))
  const { id: runId, accountId } = adoption
  const told = { accountId, job: 'adoption', runId, at: done.endedAt, output: tableId }
  await noteRun(tx, { ...told, inputs: [placeOf(adoption.location)] })
}

/** @see OpenLineage, "Naming Conventions", S3 */
function placeOf(location: string): { namespace: string; name: string } {
  const [, namespace = '', name = '/'] = /^(s3:\/\/[^/]+)\/?(.*)$/.exec(location) ?? []
  return { namespace, name: name || '/' }
}
